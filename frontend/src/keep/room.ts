import { FIELD_TEXTS } from "../i18n/texts-field.ts";
import { ApiError } from "../net/api.ts";

/** For a form: the device has no room, and the form keeps what it has. */
export function noRoom(): ApiError {
  return new ApiError(507, { code: "NO_ROOM", message: FIELD_TEXTS["field.full"], params: {}, kept: false });
}
