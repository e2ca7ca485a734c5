import type { LoaderFunctionArgs } from "@remix-run/node";
import { isId } from "#app/domain/lottery.ts";
import { notThere, picture } from "#app/http/file.server.ts";
import { qrSvg } from "#app/http/qr.server.ts";
import { absoluteUrl } from "#app/http/share.server.ts";
import { paths } from "#app/paths.ts";

/** What a lottery offers besides its page. One route for all of it: each one costs every request of the app. */
export function loader({ request, params: { id, name } }: LoaderFunctionArgs): Response {
  if (!isId(id)) return notThere();
  if (name === "qr.svg") return qrFile(request, id);
  return notThere();
}

/** Asks no database: the code of a link can be drawn whether or not it leads anywhere. */
function qrFile(request: Request, id: string): Response {
  return picture(request, {
    body: qrSvg(absoluteUrl(paths.lottery(id))),
    type: "image/svg+xml",
    maxAgeS: 24 * 60 * 60,
  });
}
