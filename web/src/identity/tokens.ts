/** The pool's side of a session: asking for tokens, and asking for newer ones. */
import { OidcClient, WebStorageStateStore } from "oidc-client-ts";
import { loadConfig } from "./config";

export interface Tokens {
  access: string;
  refresh: string | null;
  /** Milliseconds since 1970. */
  expires: number;
}

const SCOPE = "openid email profile";

let clientPromise: Promise<OidcClient> | undefined;

function client(): Promise<OidcClient> {
  clientPromise ??= loadConfig()
    .then(
      ({ authority, client_id, scope }) =>
        new OidcClient({
          authority,
          client_id,
          scope: scope ?? SCOPE,
          redirect_uri: `${location.origin}/signed-in`,
          response_type: "code",
          loadUserInfo: false,
          // The PKCE verifier has to survive the way to the pool and back, in this tab alone.
          stateStore: new WebStorageStateStore({ store: sessionStorage }),
        }),
    )
    .catch((error) => {
      clientPromise = undefined;
      throw error;
    });
  return clientPromise;
}

/** The pool's page to go to; `to` is where one wants to be afterwards. */
export async function signInUrl(to: string, hint?: string): Promise<string> {
  const request = await (await client()).createSigninRequest({
    state: { to },
    ...(hint ? { login_hint: hint } : {}),
  });
  return request.url;
}

/** Back from the pool: the tokens, and where one wanted to be. */
export async function redeemCode(address: string): Promise<{ tokens: Tokens; to: string }> {
  const response = await (await client()).processSigninResponse(address);
  const state: unknown = response.userState;
  const to =
    typeof state === "object" && state !== null && "to" in state && typeof state.to === "string"
      ? state.to
      : "/";
  return { tokens: toTokens(response, null), to };
}

/** New tokens for a refresh token; throws once the pool does not take it any more. */
export async function refreshTokens(refresh: string): Promise<Tokens> {
  const oidc = await client();
  // biome-ignore lint/correctness/useHookAtTopLevel: a method of that name, not a hook
  const response = await oidc.useRefreshToken({
    state: {
      refresh_token: refresh,
      session_state: null,
      data: undefined,
      // Only compared with the new token's where an older one is at hand, which it is not.
      profile: { sub: "", iss: "", aud: "", exp: 0, iat: 0 },
    },
  });
  return toTokens(response, refresh);
}

/** Where the pool forgets its own cookie and sends the browser back to our front door. */
export async function signOutUrl(): Promise<string> {
  const { client_id } = await loadConfig();
  const authorize = await (await client()).metadataService.getAuthorizationEndpoint();
  const address = new URL("/logout", authorize);
  address.searchParams.set("client_id", client_id);
  address.searchParams.set("logout_uri", `${location.origin}/`);
  return address.href;
}

function toTokens(
  answer: { access_token: string; refresh_token?: string; expires_at?: number },
  before: string | null,
): Tokens {
  return {
    access: answer.access_token,
    refresh: answer.refresh_token ?? before,
    expires: (answer.expires_at ?? 0) * 1000,
  };
}
