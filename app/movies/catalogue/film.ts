/** Year, English title, Russian title and minutes; "" and 0 are not known. Short, because there are many of them. */
export type CatalogueFilm = [year: number, english: string, russian: string, minutes: number];
