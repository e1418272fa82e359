/** What this deployment tells the app about itself, from /config.json. */

export interface DemoAccount {
  address: string;
  name: string;
  /** What one can see as this person: "administrator", "Field engineering, Lisbon". */
  about?: string;
}

export interface Config {
  /** The pool's issuer address; its discovery document lies below it. */
  authority: string;
  client_id: string;
  scope?: string;
  /** Set where there is a demo organisation to try. */
  demo?: { password: string; accounts: DemoAccount[] };
}

let configPromise: Promise<Config> | undefined;

export function loadConfig(): Promise<Config> {
  configPromise ??= fetchConfig();
  return configPromise;
}

async function fetchConfig(): Promise<Config> {
  try {
    const response = await fetch("/config.json");
    if (!response.ok) throw new Error(`/config.json answered ${response.status}`);
    return await response.json();
  } catch (error) {
    configPromise = undefined;
    throw error;
  }
}
