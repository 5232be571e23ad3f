# Det alle sider deler: navn, meny, feil, tider.

site-name = Fyr
skip-to-content = Hopp til innholdet
nav-label = Hovedmeny
nav-articles = Hjelpeartikler
nav-new-ticket = Skriv til oss
nav-tickets = Mine henvendelser
nav-participants = Mine deltakere
nav-desk = Kø
nav-status = Driftsstatus
nav-status-desk = Publiser driftsstatus
sign-in = Logg inn
sign-out = Logg ut
signed-in-as = Logget inn som { $name }
language-label = Språk
footer-label = Om nettstedet
footer-status = Driftsstatus
footer-articles = Alle hjelpeartikler
footer-contact = Skriv til oss
breadcrumb-label = Du er her
breadcrumb-home = Forsiden
pages-label = Sider
pages-previous = Forrige
pages-next = Neste
pages-page = Side { $page }
pages-position = Side { $page } av { $pages }
optional = valgfritt
errors-title = Noe må rettes
error-prefix = Feil:
required-hint = Alle felt må fylles ut hvis det ikke står valgfritt.
send = Send
continue = Fortsett
cancel = Avbryt
change = Endre
show = Vis

when-today = i dag kl. { $time }
when-tomorrow = i morgen kl. { $time }
when-yesterday = i går kl. { $time }

choose = Velg …
problem-required = Fyll ut dette feltet.
problem-required-topic = Velg hva det gjelder.
problem-required-subject = Skriv med noen få ord hva det gjelder.
problem-required-text = Skriv det du vil si.
problem-required-name = Skriv navnet ditt.
problem-required-email = Skriv e-postadressen din.
problem-required-password = Skriv passordet ditt.
problem-required-services = Velg minst én tjeneste.
problem-required-choice = Velg ett av svarene.
problem-required-counsellor = Velg en veileder.
problem-required-user = Velg en person.
problem-required-to = Velg en kollega.
problem-required-team = Velg hvor rollen gjelder.
problem-required-role = Velg en rolle.
problem-required-organisation = Velg en organisasjon.
problem-required-organisation-name = Skriv navnet på organisasjonen.
problem-required-team-name = Skriv navnet på teamet.
problem-required-file = Velg en fil.
problem-required-sure = Kryss av for at du vil slette kontoen.
problem-required-score = Velg en vurdering fra 1 til 5.
problem-required-note = Skriv et notat.
problem-required-current = Skriv passordet du har nå.
problem-required-new-password = Velg et passord.
problem-required-persons-email = Skriv e-postadressen til personen.
problem-required-redaction = Velg noe som skal fjernes.
problem-too-long = Teksten er for lang. Det er plass til høyst { $max } tegn.
problem-not-an-email = Skriv en e-postadresse, for eksempel navn@eksempel.no.
problem-unknown-choice = Velg noe fra listen.
problem-not-sent-yet = Dette er ikke sendt ennå, for du var blitt logget ut. Les gjennom det og send det nå.
problem-bad-time = Skriv dato og klokkeslett, og la slutten komme etter starten.
problem-skipped-time = Det klokkeslettet finnes ikke: klokken stilles frem den natten. Velg et tidspunkt før eller etter.
problem-file-kind = «{ $name }» er en type fil vi ikke kan ta imot. Bruk et bilde (PNG, JPEG, HEIC, AVIF, WebP, GIF), PDF, tekst (TXT, LOG, CSV), DOCX, XLSX, ODT, en lagret e-post (EML, MSG) eller en film (MP4, WebM, MOV).
problem-file-too-large = «{ $name }» er for stor. En fil kan være høyst { $max } MB.
problem-files-too-large = Filene er for store til sammen. De kan være høyst { $max } MB.
problem-file-empty = «{ $name }» er tom. Velg den på nytt, eller en annen fil.
problem-file-not-saved = «{ $name }» kunne ikke lagres akkurat nå. Alt annet du har fylt ut, er tatt vare på. Prøv igjen om litt, eller send uten filen.
problem-too-many-files = Det går an å sende høyst { $max } filer på én gang.
problem-wrong-credentials = E-postadressen og passordet hører ikke sammen. Sjekk begge og prøv igjen.

error-not-found-title = Vi finner ikke siden
error-not-found-text = Adressen kan være feil, eller du har ikke tilgang til siden. Søk etter det du trenger, eller gå til forsiden.
error-not-found-yours = Er det din henvendelse? Da åpnes den på en av disse måtene:
error-forbidden-title = Det går ikke an å gjøre det slik
error-forbidden-text = Forespørselen kom ikke fra dette nettstedet. Gå tilbake, last siden på nytt og prøv igjen.
error-deactivated-title = Kontoen er deaktivert
error-deactivated-text = Det går ikke lenger an å logge inn på kontoen din. Henvendelsene dine er fortsatt der. Skriv til oss hvis det er feil.
error-too-large-title = Det var for mye å sende på én gang
error-too-large-text = Det du sendte, er større enn { $max }. Gå tilbake, fjern en fil eller velg mindre filer, og send på nytt. Det du skrev, står fortsatt i skjemaet.
error-too-large-words = Det du sendte, er større enn { $max }. Gå tilbake, kort ned det du skrev, og send på nytt. Det du skrev, står fortsatt i skjemaet.
error-too-many-title = Litt for raskt
error-too-many-text = Vi fikk mange forespørsler fra nettverket ditt eller kontoen din på kort tid. Prøv igjen om { $wait }.
error-bad-request-title = Vi kunne ikke lese det
error-bad-request-text = Noe i skjemaet eller adressen var ikke som det skulle. Gå tilbake, last siden på nytt og prøv igjen.
error-unavailable-title = Vi får ikke kontakt med databasen vår akkurat nå
error-unavailable-text = Det er vår feil, ikke din. Det vi har sagt er lagret, er lagret, men det du sendte akkurat nå, er kanskje ikke det. Prøv igjen om et minutt.
error-read-only-title = Akkurat nå kan du bare lese
error-read-only-text = Vi arbeider med portalen, og den tar ikke imot noe imens. Det du sendte akkurat nå, er ikke lagret. Prøv igjen om en stund.
error-read-only-page = Vi arbeider med portalen, og denne siden kan ikke åpnes imens. Prøv igjen om en stund.
read-only-line = Akkurat nå kan du bare lese: Vi arbeider med portalen. Du kan sende inn noe om en stund.
error-typed-title = Dette hadde du skrevet
error-typed-text = Vi kunne ikke lagre det. Send det på nytt herfra om litt, eller kopier det. Filer må du velge på nytt.
error-typed-again = Send på nytt
error-internal-title = Noe gikk galt hos oss
error-internal-text = Det er vår feil, ikke din, og den er notert. Prøv igjen om en stund. Hvis du skriver til oss om det, nevn dette nummeret: { $id }.
error-home = Til forsiden
error-status = Se driftsstatus
problem-required-code = Skriv koden.
problem-wrong-password = Det er ikke passordet ditt.
problem-wrong-code = Koden stemmer ikke, eller er brukt allerede. Vent på neste kode i appen og prøv igjen.
problem-too-short = Skriv minst { $min } tegn.
problem-easy-password = Det passordet er lett å gjette. Ta noen ord til, som ikke hører sammen.
problem-same-address = Det er allerede den adressen som gjelder.
problem-recipient-changed = Adressen i henvendelsen ble endret mens du skrev. Se hvem svaret går til, og send det på nytt.
problem-address-taken = Adressen har allerede en konto.
problem-wait-seconds = { $seconds ->
    [one] Det ble mange forsøk. Vent ett sekund og prøv igjen.
   *[other] Det ble mange forsøk. Vent { $seconds } sekunder og prøv igjen.
}
problem-wait-minutes = { $minutes ->
    [one] Det ble mange forsøk. Vent ett minutt og prøv igjen, eller logg inn med en lenke i en e-post.
   *[other] Det ble mange forsøk. Vent { $minutes } minutter og prøv igjen, eller logg inn med en lenke i en e-post.
}
nav-menu = Meny
problem-required-until = Velg til og med hvilken dag kollegaen vikarierer.

problem-address-not-confirmed = Bekreft din egen e-postadresse først. Under Min konto kan du få e-posten sendt på nytt.
problem-own-appointment = Du kan ikke gi deg selv en rolle eller personer. Be en annen administrator om det.
opened-by-title = Dette skjemaet ble åpnet av noen andre
opened-by-text = Du er nå logget inn som { $name }. Ingenting er sendt. Er det ditt, kan du sende det i ditt navn; hvis ikke, la det være.
opened-by-typed = Det som var fylt ut
opened-by-send = Send som { $name }
opened-by-leave = Ikke send
problem-encoding = Tegnkodingen til filen kan ikke avgjøres: på linje { $line } kan bokstaver bli feil. Lagre filen som «CSV UTF-8» og velg den på nytt.
problem-encodings = Tegnkodingen til filen kan ikke avgjøres. På linje { $line } kan det stå: { $readings }. Lagre filen som «CSV UTF-8» og velg den på nytt.

# How dates and numbers are written: the table with the names of months and weekdays, strftime formats, and # for the number.
format-names = nb_NO
format-date = %-d. %B %Y
format-month-day = %-d. %B
format-time = kl. %H:%M
format-percent = # %
format-decimal-sign = ,
