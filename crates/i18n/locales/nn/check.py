#!/usr/bin/env python3
"""Compares the Nynorsk Fluent files with the Bokmål ones: files, ids and their order, variables, terms, selectors, variant
keys, attributes, comments, blank lines, special spaces and quotation marks. Prints each difference; ends with 1 if there is any.

    python3 check.py [commit whose nb counts, otherwise main]
"""
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
COMMIT = sys.argv[1] if len(sys.argv) > 1 else "main"


def git(*arguments):
    """What git says, in this folder."""
    return subprocess.run(["git", "-C", HERE, *arguments], check=True, capture_output=True, encoding="utf-8").stdout


def of_commit():
    """The files of nb in the commit: name and content."""
    names = git("ls-tree", "--full-tree", "--name-only", f"{COMMIT}:crates/i18n/locales/nb").split()
    return {name: git("show", f"{COMMIT}:crates/i18n/locales/nb/{name}") for name in names if name.endswith(".ftl")}


MESSAGE = re.compile(r"^(-?[a-zA-Z][a-zA-Z0-9_-]*) =(.*)$")
# Bokmål that Nynorsk does not have; whole words
BOKMAL = """ikke fra hva hvordan hvem hvor hvorfor hvilke hvilken hvilket jeg noe noen dere deres kun uke uker være ble blitt_
ennå nå siden_ bare mer flere henvendelse henvendelsen henvendelser henvendelsene veileder veilederen deltaker deltakeren
deltakere bruker_ åpne åpner åpnet åpnes åpen lenken filen listen rollen kontoen_ velg velger gjør gjøre
gjøres se ser_ disse hver hverandre selv uten navn navnet tegn gjelder trenger skrevet vil_ lukket endret endres slettes
slettet vises logget lagret lagres sendes sendt_ åpnes fjernes byttes byttet hvis allerede igjen_ svært_ uken en et ett
den_ dem hun å_ også_ først_ sted steder tjeneste tjenester tjenesten artikler feil_ støtten brukerstøtte brukerstøtten
administratoren_ innstillinger meldinger vurderinger personer kollegaer kolleger organisasjoner invitasjoner innlogginger
nettleser nettlesere nettleseren kode_ koder reservekoder reservekodene forstyrrelse forstyrrelser omvei vei måter
begynnelsen formål formålet virke virker virket bekreft bekrefte bekreftet bekreftes bekreftelse mente fortsett forsiden frem
avkryssede handlinger endring_ endringer tilgangen_ klokken natten cellen behold beholder beholdes opplysninger opplysningene personopplysninger henvendelsens saken tiden dager timer minutter sekunder""".split()
BOKMAL = {word for word in BOKMAL if not word.endswith("_")}


def parse(content):
    """The messages of a file in order: (id, text with its continuation lines), and the other lines."""
    messages, comments = [], []
    for line in content.split("\n"):
        match = MESSAGE.match(line)
        if match:
            messages.append((match.group(1), [match.group(2)]))
        elif line.startswith("#"):
            comments.append(len(messages))
        elif line.startswith((" ", "}")) and messages:
            messages[-1][1].append(line)
        elif line.strip():
            messages.append(("?" + line, []))
    return [(key, "\n".join(text)) for key, text in messages], comments


def shape(text):
    """Everything of a message that must be the same in both languages."""
    shape = {
        # `{ $name }`, outside of selectors, counted: a message may say a variable twice, and some variants do not say it
        "placeables": Counter(re.findall(r"\{ ([^{}\n]*?) \}", text)),
        "variables": sorted(set(re.findall(r"\$([a-zA-Z0-9_-]+)", text))),
        "terms": sorted(re.findall(r"\{ *(-[a-z-]+)", text)),
        "functions": sorted(re.findall(r"\b([A-Z]+)\(", re.sub(r"[^{]*\{([^}]*)\}[^{]*", r"\1 ", text)) if "{" in text else []),
        "selectors": re.findall(r"\{ *\$([a-zA-Z0-9_-]+) *->", text),
        "variants": re.findall(r"^( *\*?\[[^\]\n]+\])", text, re.M),
        "attributes": re.findall(r"^ +(\.[a-z-]+) =", text, re.M),
        "lines": text.count("\n"),
        "braces": (text.count("{"), text.count("}")),
        "special characters": Counter(c for c in text if c in "«»\u00a0\u202f\u2009\u2060–—…▇“”‘’\""),
        "last character": text.strip()[-1:] if text.strip()[-1:] in ".:?!…}" else "",
    }
    return shape


def main():
    differences = 0

    def report(what):
        nonlocal differences
        differences += 1
        print(what)

    theirs = of_commit()
    ours = {path.name: path.read_text(encoding="utf-8") for path in HERE.glob("*.ftl")}
    for name in sorted(theirs.keys() ^ ours.keys()):
        report(f"{name}: only in one of the folders")
    total = 0
    for name in sorted(theirs.keys() & ours.keys()):
        (nb, nb_comments), (nn, nn_comments) = parse(theirs[name]), parse(ours[name])
        nb_keys, nn_keys = [key for key, _ in nb], [key for key, _ in nn]
        for key in nb_keys:
            if key not in nn_keys:
                report(f"{name}: {key} is missing")
        for key in nn_keys:
            if key not in nb_keys:
                report(f"{name}: {key} is not in nb")
        for key, count in Counter(nn_keys).items():
            if count > 1:
                report(f"{name}: {key} is there {count} times")
        if sorted(nb_keys) == sorted(nn_keys) and nb_keys != nn_keys:
            first = next(pair for pair in zip(nb_keys, nn_keys) if pair[0] != pair[1])
            report(f"{name}: another order, from {first} on")
        if nb_comments != nn_comments:
            report(f"{name}: comments are in other places")
        blank = [[i for i, line in enumerate(content.split("\n")) if not line] for content in (theirs[name], ours[name])]
        if blank[0] != blank[1]:
            report(f"{name}: blank lines are in other places")
        in_nn = dict(nn)
        for key, text in nb:
            if key not in in_nn:
                continue
            a, b = shape(text), shape(in_nn[key])
            for part in a:
                if a[part] != b[part]:
                    report(f"{name}: {key}: {part}: nb {a[part]!r}, nn {b[part]!r}")
            plain = re.sub(r"\{ \$[^}]*?(->|\})", " ", in_nn[key])
            for word in re.findall(r"[a-zæøåéòô]+", plain.lower()):
                if word in BOKMAL:
                    report(f"{name}: {key}: Bokmål: {word}")
            if re.search(r"  +", in_nn[key].split("\n")[0].strip()) or in_nn[key] != "\n".join(
                line.rstrip() for line in in_nn[key].split("\n")
            ):
                report(f"{name}: {key}: spaces")
        print(f"{name:16} {len(nn)} messages")
        total += len(nn)
    print(f"{'':16} {total} messages, {differences} differences")
    return 1 if differences else 0


sys.exit(main())
