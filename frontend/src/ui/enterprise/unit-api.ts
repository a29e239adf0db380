import { type ActionResult, Api, type CallOptions } from "../../net/api.ts";

/** The client of a unit's page: photos that a call names reach the server before the call does. */
export class UnitApi extends Api {
  /** Throws ApiError if they cannot: then the call is not made. */
  photosFirst: (body: unknown) => Promise<void> = async () => {};

  override async post<T = ActionResult>(
    path: string,
    body: unknown = {},
    options: CallOptions = {},
  ): Promise<T> {
    await this.photosFirst(body);
    return super.post<T>(path, body, options);
  }
}
