/** The deployment's configuration, from /config.json. */

export interface DemoAccount {
  address: string;
  name: string;
  /** A short description, such as "administrator" or "Field engineering, Lisbon". */
  about?: string;
}

export interface Config {
  /** The issuer URL of the user pool; its discovery document is below it. */
  authority: string;
  client_id: string;
  scope?: string;
  /** Present if there is a demo organisation. */
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
