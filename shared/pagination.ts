/** Above this a total is not counted further: 1,001 means "more than 1,000". */
export const TOTAL_CAP = 1001
