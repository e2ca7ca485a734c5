import { Form, Link } from "@remix-run/react";
import { Spoken } from "../spoken.tsx";

/** A page that asks before something is gone for good; posts to its own address. */
export function Confirm({
  title,
  subject,
  text,
  yes,
  no,
  fields = {},
}: {
  title: string;
  subject?: string;
  text: string;
  yes: string;
  no: { to: string; label: string };
  fields?: Record<string, string>;
}) {
  return (
    <section className="message-page">
      <h1>
        <Spoken text={title} />
      </h1>
      {subject === undefined ? null : (
        <p className="message-subject" dir="auto">
          <Spoken text={subject} />
        </p>
      )}
      <p>{text}</p>
      <Form method="post" className="choices">
        {Object.entries(fields).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <button className="button danger">{yes}</button>
        <Link className="button" to={no.to}>
          {no.label}
        </Link>
      </Form>
    </section>
  );
}
