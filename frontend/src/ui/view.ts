import { LitElement } from "lit";
import { LANG_EVENT } from "../i18n/lang";

/**
 * Base of every component. It renders into the page itself, not into a shadow root, so that one style sheet, one
 * focus order and one set of ids serve the whole page. Language changes render it again.
 */
export abstract class View extends LitElement {
  private readonly relabel = (): void => this.requestUpdate();

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener(LANG_EVENT, this.relabel);
  }

  override disconnectedCallback(): void {
    window.removeEventListener(LANG_EVENT, this.relabel);
    super.disconnectedCallback();
  }

  /** Tell the page that something was asked for. */
  protected tell<T>(name: string, detail: T): void {
    this.dispatchEvent(new CustomEvent<T>(name, { detail, bubbles: true }));
  }
}
