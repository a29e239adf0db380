/** Words for what only the browser can know; every other refusal comes with its words from the server. */
import type { Text } from "./wire.ts";

export const MESSAGES = {
  NETWORK: {
    zh: "连不上服务器。填写的内容还在，网络恢复后再试一次。",
    en: "The server cannot be reached. What you entered is kept; try again when the network is back.",
  },
  TIMEOUT: {
    zh: "服务器没有及时回应。填写的内容还在，请再试一次，不会重复提交。",
    en: "The server did not answer in time. What you entered is kept; try again, it will not be filed twice.",
  },
  BAD_ANSWER: {
    zh: "服务器的回应看不懂。填写的内容还在，请稍后再试；一直如此请联系管理员。",
    en: "The server's answer could not be read. What you entered is kept; try later, or call the administrator.",
  },
} as const satisfies Record<string, Text>;
