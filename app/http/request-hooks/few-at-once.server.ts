import type { Language } from "#app/copy/language.ts";
import { answerEnded, noteResponse } from "../event-stream.server.ts";
import type { RequestHook } from "./hook.server.ts";
import { createLanes, FORMS, FORMS_OF_ALL, PAGES, PAGES_OF_ALL, UNLIMITED } from "./lanes.server.ts";
import { answerRefusal, type Reason, type RefusalWords } from "./refusal-page.server.ts";

/** The hook that lets in a few requests of each client, and a few more of all clients. */
export function fewAtOnce({
  aliveAt,
  words,
  unlimited,
}: {
  aliveAt: string;
  words: (language: Language, reason: Reason) => RefusalWords;
  /** In development every module is a request of its own. */
  unlimited: boolean;
}): RequestHook {
  const lanesOf = ([one, all]: readonly [typeof PAGES, typeof PAGES]) => ({
    ofClient: createLanes(unlimited ? UNLIMITED : one),
    ofAll: createLanes(unlimited ? UNLIMITED : all),
  });
  const pages = lanesOf([PAGES, PAGES_OF_ALL]);
  const forms = lanesOf([FORMS, FORMS_OF_ALL]);
  return {
    does: "Each client address has so many requests under way, and all together have, and the others wait",
    because: "remix-serve begins all of them, and everybody else waits behind one who asks for much.",
    test: ["tests/http/request-hooks.test.ts", "many requests of one client wait, none is lost"],
    onRequest({ request, response, context, atEnd }, next) {
      const { ofClient, ofAll } = request.method === "POST" ? forms : pages;
      const alive = request.url === aliveAt ? "alive " : "";
      const refuse = (reason: Reason) => void answerRefusal(request, response, { reason, words });
      const leaveClient = ofClient.enter(alive + context.client, {
        begin() {
          const leaveAll = ofAll.enter(alive, {
            begin() {
              // A stream stays open on purpose, so it gives its places back; streams have limits of their own.
              const onStream = () => {
                leaveAll();
                leaveClient();
              };
              noteResponse(context, { response, onStream });
              next();
            },
            turnAway: () => refuse("busy"),
          });
          atEnd.push(leaveAll);
        },
        turnAway: (why) => refuse(why === "full" ? "too-many" : "busy"),
      });
      atEnd.push(leaveClient, () => answerEnded(context));
    },
  };
}
