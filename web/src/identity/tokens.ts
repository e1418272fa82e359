/** Token requests to the user pool. */
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
          // The PKCE verifier must survive the redirect to the pool and back, in this tab only.
          stateStore: new WebStorageStateStore({ store: sessionStorage }),
        }),
    )
    .catch((error) => {
      clientPromise = undefined;
      throw error;
    });
  return clientPromise;
}

/** The URL of the pool's sign-in page; `to` is where to continue afterwards. */
export async function signInUrl(to: string, hint?: string): Promise<string> {
  const request = await (await client()).createSigninRequest({
    state: { to },
    ...(hint ? { login_hint: hint } : {}),
  });
  return request.url;
}

/** Redeems the redirect's code for tokens and the URL to continue to. */
export async function redeemCode(address: string): Promise<{ tokens: Tokens; to: string }> {
  const response = await (await client()).processSigninResponse(address);
  const state: unknown = response.userState;
  const to =
    typeof state === "object" && state !== null && "to" in state && typeof state.to === "string"
      ? state.to
      : "/";
  return { tokens: toTokens(response, null), to };
}

/** Exchanges a refresh token for new tokens; throws if the pool refuses it. */
export async function refreshTokens(refresh: string): Promise<Tokens> {
  const oidc = await client();
  // biome-ignore lint/correctness/useHookAtTopLevel: a method of that name, not a hook
  const response = await oidc.useRefreshToken({
    state: {
      refresh_token: refresh,
      session_state: null,
      data: undefined,
      // Only compared with an older id token, which is not stored.
      profile: { sub: "", iss: "", aud: "", exp: 0, iat: 0 },
    },
  });
  return toTokens(response, refresh);
}

/** The URL at which the pool clears its cookie and redirects to the start page. */
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
