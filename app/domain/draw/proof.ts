import { drawMessage, listText, type Candidate, type DrawTerms } from "./draw.ts";

/** What a visitor needs to check a draw without this site. `seed` in hex; hashes as they were published. */
export type Checkable = {
  terms: DrawTerms;
  seedHash: string;
  seed: string;
  word: string;
  candidates: readonly Candidate[];
};

/** One line for a shell: prints the HMAC of a try, whose first 16 hex digits are its number. */
export function opensslCheck({ terms, seed }: Checkable, counter: number): string {
  const message = drawMessage(terms, counter).replaceAll("\n", "\\n");
  return `printf '${message}' | openssl dgst -sha256 -mac HMAC -macopt hexkey:${seed}`;
}

/** A Python script without dependencies: checks both hashes, draws again, and prints the winner. */
export function pythonCheck({ terms, seedHash, seed, word, candidates }: Checkable): string {
  const lines = listText(candidates).split("\n").slice(0, -1);
  return `import hashlib, hmac

seed = bytes.fromhex(${literal(seed)})
word = ${literal(word)}
lines = [
${lines.map((line) => `    ${literal(line)},`).join("\n")}
]


def sha256(data):
    return hashlib.sha256(data).hexdigest()


listing = "".join(line + "\\n" for line in lines)
list_hash = sha256(listing.encode())
print("seed hash is the published one:", sha256(seed) == ${literal(seedHash)})
print("list hash is the published one:", list_hash == ${literal(terms.listHash)})

weights = [int(line.split(" ")[2]) for line in lines[1:]]
total = sum(weights)
counter = 0
while True:
    message = "\\n".join([
        "movie-lottery draw v1",
        ${literal(`lottery ${terms.lotteryId}`)},
        ${literal(`draw ${terms.number}`)},
        "list " + list_hash,
        "word " + sha256(word.encode()),
        f"counter {counter}",
    ])
    digest = hmac.new(seed, message.encode(), hashlib.sha256).digest()
    number = int.from_bytes(digest[:8], "big")
    if number < 2**64 - 2**64 % total:
        break
    counter += 1

ticket = number % total
for line, weight in zip(lines[1:], weights):
    if ticket < weight:
        print("winner:", line)
        break
    ticket -= weight
`;
}

/** A JSON string is also a Python string unless it has half of a surrogate pair, and no saved text has. */
function literal(text: string): string {
  return JSON.stringify(text);
}
