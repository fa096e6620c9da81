/** The moment the page was made: the same on the server and in the browser, so that both draw the same. */
export const useRenderedAt = () => useState('rendered-at', () => Date.now())
