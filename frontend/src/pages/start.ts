import "@fontsource/barlow-condensed/latin-500.css";
import "@fontsource/barlow-condensed/latin-600.css";
import "../style/tokens.css";
import "../style/colours.css";
import "../style/base.css";
import "../style/controls.css";
import "../style/form.css";
import { LANG_EVENT, locale, type TextKey, t } from "../i18n/index.ts";
import { forgetPacks } from "../keep/kept.ts";
import { Api } from "../net/api.ts";

document.documentElement.lang = locale();

/** What the server's page carries for its script. */
export function pageConfig<T>(): T {
  return JSON.parse(document.getElementById("page-config")?.textContent || "{}") as T;
}

/** Title of the window, in the screen's language from now on. */
export function entitle(page: TextKey): void {
  const set = (): void => {
    document.title = `${t(page)} · ${t("app.name")}`;
  };
  set();
  window.addEventListener(LANG_EVENT, set);
}

let leaving = false;

/** The session has ended: log in again, and come back here. Whoever is just logging out goes their own way. */
export function goToLogin(): void {
  if (leaving) return;
  location.assign(`/login?next=${encodeURIComponent(location.pathname + location.search)}&ended=1`);
}

/** The client of a page that needs a log-in: an ended session leads to the log-in page and back. */
export function loggedInApi(): Api;
export function loggedInApi<A extends Api>(api: A): A;
export function loggedInApi(api = new Api()): Api {
  api.onUnauthorised = goToLogin;
  return api;
}

/** Log out. The server ends the live stream before its answer has come: that is no lost session here. */
export async function logout(api: Api): Promise<void> {
  leaving = true;
  try {
    await forgetPacks();
    await api.logout();
    location.assign("/login");
  } catch (failure) {
    leaving = false;
    throw failure;
  }
}
