/** Every address of the app. */
export const paths = {
  home: "/",
  lottery: (id: string) => `/l/${id}`,
  draw: (id: string) => `/l/${id}/draw`,
  lotteryDeletion: (id: string) => `/l/${id}/deletion`,
  library: "/library",
  movie: (id: string) => `/library/${id}`,
  movieDeletion: (id: string) => `/library/${id}/deletion`,
  history: "/history",
  language: "/language",
} as const;
