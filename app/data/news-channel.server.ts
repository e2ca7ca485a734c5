/** The channel on which the database tells every process what happened to a lottery; see news.server.ts. */
export const NEWS_CHANNEL = "lottery_news";
