import ical from "ical-generator";
import { EVENING_MINUTES, fileNameOf, type Evening } from "#app/domain/lottery/evening.ts";

export type CalendarEvent = {
  /** Stays the same for the same event, so that a calendar which has it updates it instead of adding another. */
  uid: string;
  /** When the event was first made and when this file is made, in ms since 1970. */
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
    // A calendar only takes a later file for the same event when its number is higher. RFC 5545 allows 31 bits.
    sequence: Math.min(Math.max(0, Math.floor((now - madeAt) / 60_000)), 2 ** 31 - 1),
    start,
    end: new Date(start.getTime() + EVENING_MINUTES * 60_000),
    // Without a time zone: nobody was asked for one, and the friends sit in one room.
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

/** The full name for today's browsers, and a plain one for the others (RFC 6266 §5). */
function attachment(name: string): string {
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (each) => `%${each.charCodeAt(0).toString(16)}`,
  );
  return `attachment; filename="film.ics"; filename*=UTF-8''${encoded}`;
}
