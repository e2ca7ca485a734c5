import "./styles/app.css";
import { useLingui } from "@lingui/react";
import { data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import {
  Links,
  Meta,
  Outlet,
  Scripts,
  ScrollRestoration,
  useLoaderData,
  useRouteLoaderData,
} from "@remix-run/react";
import { type ReactNode, useContext } from "react";
import { useWords } from "./copy/words.ts";
import { takeNotice } from "./visitor/notice-cookie.server.ts";
import { type Notice, PLACED } from "./visitor/notices.ts";
import { wasRemoved } from "./visitor/visitor.server.ts";
import { saidTo } from "./root.server.ts";
import displayCyrillic from "./styles/fonts/display-cyrillic.woff2?url";
import displayLatin from "./styles/fonts/display-latin.woff2?url";
import textCyrillic from "./styles/fonts/text-cyrillic.woff2?url";
import textLatin from "./styles/fonts/text-latin.woff2?url";
import { ErrorPage } from "./ui/error-page.tsx";
import { NonceContext } from "./ui/nonce.ts";
import { NoticeLine } from "./ui/notice-line.tsx";
import { Shell, useTvView } from "./ui/shell.tsx";
import { useTitle } from "./ui/title.ts";

/** All of them in every language: film titles come in both scripts, and digits and quotes are in the Latin files. */
const FONTS = [displayLatin, displayCyrillic, textLatin, textCyrillic];

const MANIFESTS = { en: "/manifest.webmanifest", ru: "/manifest.ru.webmanifest" };

/** What a browser is told as long as its cookie names a club that it was taken out of. */
const TAKEN_OUT: Notice = { id: "taken-out" };

export async function loader({ request }: LoaderFunctionArgs) {
  const waiting = await takeNotice(request);
  if (!waiting) return { notice: (await wasRemoved(request)) ? await saidTo(request, TAKEN_OUT) : null };
  return data(
    { notice: await saidTo(request, waiting.notice) },
    { headers: { "Set-Cookie": waiting.taken } },
  );
}

export const meta: MetaFunction = () => [{ name: "color-scheme", content: "dark light" }];

export function Layout({ children }: { children: ReactNode }) {
  const { i18n } = useLingui();
  const nonce = useContext(NonceContext);
  const words = useWords();
  return (
    <html lang={i18n.locale} className={useTvView() ? "tv-page" : undefined}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="theme-color" content="#120c0b" media="(prefers-color-scheme: dark)" />
        <meta name="theme-color" content="#f7efe2" media="(prefers-color-scheme: light)" />
        <meta name="description" content={words("app.description")} />
        <title>{useTitle()}</title>
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <link rel="apple-touch-icon" href="/apple-touch-icon.png" />
        <link rel="manifest" href={MANIFESTS[i18n.locale === "ru" ? "ru" : "en"]} />
        <Meta />
        <Links />
        {/* After the styles, which the first paint waits for. */}
        {FONTS.map((font) => (
          <link key={font} rel="preload" href={font} as="font" type="font/woff2" crossOrigin="anonymous" />
        ))}
      </head>
      <body>
        <Shell>{children}</Shell>
        <ScrollRestoration nonce={nonce} />
        <Scripts nonce={nonce} />
      </body>
    </html>
  );
}

export default function App() {
  const { notice } = useLoaderData<typeof loader>();
  // Only there it has its place, and not while that page can show no more than an error.
  const placed = useRouteLoaderData("routes/l.$id") !== undefined;
  return (
    <>
      {notice && !(placed && PLACED.includes(notice.id)) ? <NoticeLine notice={notice} /> : null}
      <Outlet />
    </>
  );
}

export function ErrorBoundary() {
  return <ErrorPage />;
}
