/** What is said of every one of them in the same words is said once. */
export function common(rows: readonly { text: string }[]): string {
  const [first] = rows;
  return rows.length > 1 && first && rows.every(({ text }) => text === first.text) ? first.text : "";
}
