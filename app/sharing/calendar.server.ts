import ical from "ical-generator";
import { EVENING_MINUTES, fileNameOf, type Evening } from "#app/domain/evening.ts";

export type CalendarEvent = {
  /** The same for the same event for ever: a calendar that has it changes it instead of adding another. */
  uid: string;
  /** When the event was first made and when this file is, in ms since 1970. */
  madeAt: number;
  now: number;
  evening: Evening;
  title: string;
  description: string;
  link: string;
};

/** An event as a file that calendars open (RFC 5545). */
export function calendarFile({
  uid,
  madeAt,
  now,
  evening,
  title,
  description,
  link,
}: CalendarEvent): Response {
  const { year, month, day, hour, minute } = evening;
  const start = new Date(Date.UTC(year, month - 1, day, hour, minute));
  const calendar = ical({ prodId: { company: "Movie Lottery", product: "Movie Lottery" } });
  calendar.createEvent({
    id: uid,
    stamp: new Date(now),
    // Calendars take a later file for the same event only if its number is higher. RFC 5545 gives it 31 bits.
    sequence: Math.min(Math.max(0, Math.floor((now - madeAt) / 60_000)), 2 ** 31 - 1),
    start,
    end: new Date(start.getTime() + EVENING_MINUTES * 60_000),
    // Eight in the evening is eight on the wall: nobody was asked for a time zone, and friends sit in one room.
    floating: true,
    summary: title,
    description,
    url: link,
  });
  return new Response(calendar.toString(), {
    headers: {
      "Content-Type": "text/calendar; charset=utf-8",
      "Content-Disposition": attachment(`${fileNameOf(title)}.ics`),
      "Cache-Control": "no-store",
    },
  });
}

/** The name in full for today's browsers, and a plain one for the rest (RFC 6266 §5). */
function attachment(name: string): string {
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (each) => `%${each.charCodeAt(0).toString(16)}`,
  );
  return `attachment; filename="film.ics"; filename*=UTF-8''${encoded}`;
}
