/**
 * Year, English title, Russian title and minutes; "" and 0 mean "not known". A tuple, because there are many of them.
 */
export type CatalogueFilm = [year: number, english: string, russian: string, minutes: number];
