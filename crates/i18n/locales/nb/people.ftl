# Personer, organisasjoner og roller; veiledere og deltakere; hvem som ser hvems henvendelser.
nav-people = Personer
role-approver = godkjenner
role-manager = leder
role-one-counsellor = Veileder
scope-see = lese henvendelser
scope-act = lese, svare og skrive
sharing-own = Ingen: alle ser bare sine egne
sharing-team = De som er i samme team
sharing-organisation = Alle i organisasjonen
sharing-chosen = Utvalgte personer
problem-taken = Det navnet finnes allerede. Velg et annet.
problem-last-admin = Dette er den eneste administratoren. Gjør noen andre til administrator først.
problem-account-deactivated = Kontoen med denne adressen er deaktivert. Aktiver den på siden til personen først.
problem-enough-mail = Adressen har fått fem invitasjoner den siste timen. Vent en time før du sender en til.
problem-unknown-code = Koden stemmer ikke, eller den er allerede brukt eller for gammel. Sjekk den eller be om en ny.
problem-others-relation = Veilederen har allerede et oppdrag for personen som du ikke kan endre. Be den som ordnet det, om å avslutte det først.
problem-required-ticket = Kryss av for minst én henvendelse.
problem-required-participant = Kryss av for minst én person.
relation-scope = Veilederen kan
relation-purpose = Hvorfor
relation-purpose-hint = Med noen ord, for eksempel «jobbsøking». Deltakeren ser det.
relation-from = Fra og med
relation-until = Til og med
relation-no-end = inntil videre
relation-stands-in = vikarierer for { $name }
people-stand-in = { $name } vikarierer til og med { $until }
relation-only-see = bare lese
relation-only-see-text = Du kan lese henvendelsene, men ikke svare i dem.
people-tabs = Deler av Personer
people-tab-people = Personer
people-tab-organisations = Organisasjoner
people-tab-invitations = Invitasjoner
people-tab-import = Importer og eksporter
people-count = { $count ->
    [one] 1 person
   *[other] { $count } personer
}
people-search = Navn eller e-post
people-filter = Søk blant personer
people-organisation = Organisasjon
people-any-organisation = Alle organisasjoner
people-role = Rolle
people-any-role = Alle roller
people-roles = Roller
people-nobody = Ingen passer det du søker.
people-export = Last ned personer (CSV)
people-role-in = { $role } i { $organisation }
people-role-portal = { $role } i hele portalen
people-agent = { $role }, nivå { $level }
people-since = Siden
people-level = Nivå (bare for brukerstøtte)
people-level-column = Nivå
people-level-of = Nivå { $level }
people-place = Organisasjon eller team
people-whole-portal = Hele portalen
people-take = Fjern
people-give = Gi en rolle
people-give-button = Gi rollen
people-portal-text = I hele portalen har alle nøyaktig én rolle: gir du en ny der, erstatter den rollen som finnes. Brukerstøtte og administrator ser alles henvendelser.
people-ties = Veiledere og deltakere
people-no-ties = Personen har ingen veileder og er ikke veileder for noen.
people-tie-see = { $who } kan lese henvendelser fra { $whom }
people-tie-act = { $who } kan lese og svare i henvendelser fra { $whom }
people-relate = Gi { $name } en veileder
people-relate-button = Koble sammen
people-hand-over-of = Overfør deltakerne til { $name }
people-sign-out-title = Innlogget
people-sign-out-text = Logger ut i alle nettlesere der personen er innlogget, for eksempel når en telefon er borte. Personen kan logge inn igjen med en gang.
people-sign-out = Logg ut { $name } overalt
people-account = Konto
people-factor-on = Vi spør etter en kode når personen logger inn.
people-factor-off = Personen har ingen autentiseringsapp.
people-factor-reset-text = Gjør det bare hvis { $name } har mistet både appen og reservekodene, og du vet sikkert at det er riktig person som ber om det. Appen og kodene fjernes, { $name } logges ut overalt og får en e-post.
people-activity = Deaktivere kontoen
people-active = Kontoen er aktiv. Deaktiver den når noen har sluttet: alt personen har gjort, er fortsatt der.
people-deactivate = Deaktiver kontoen
people-deactivate-text = { $name } logges ut overalt, kan ikke logge inn på noen måte, får en e-post om det og deretter ingen flere, og kan ikke velges som saksbehandler eller veileder. Henvendelser, roller og alt som er skrevet, er fortsatt der. Du kan aktivere kontoen igjen.
people-deactivate-assigned =
    { $count ->
        [one] Den åpne henvendelsen som personen behandler, går tilbake til køen.
       *[other] De { $count } åpne henvendelsene som personen behandler, går tilbake til køen.
    }
people-deactivate-yes = Ja, deaktiver kontoen
people-deactivated = Deaktivert
people-deactivated-since = Kontoen har vært deaktivert siden { $date }. Ingen kan logge inn på den.
people-reactivate = Aktiver kontoen igjen
people-reactivate-text = { $name } kan logge inn igjen, med de samme rollene som før, og får en e-post om det.
people-reactivate-yes = Ja, aktiver kontoen
people-done-signed-out = Personen er logget ut overalt.
people-done-given = Rollen er gitt.
people-done-taken = Rollen er fjernet. Det som fulgte med den, gjelder ikke lenger.
people-done-portal = Rollen i hele portalen er endret.
people-done-renamed = Navnet er endret.
people-done-factor-reset = Autentiseringsappen er fjernet. Personen er logget ut overalt og får en e-post.
people-done-deactivated = Kontoen er deaktivert. Personen er logget ut overalt.
people-done-reactivated = Kontoen er aktiv igjen.
people-done-related = De er koblet sammen. Begge får en e-post.
people-done-ended = Koblingen er avsluttet. Den andre får en e-post.
people-done-created = Organisasjonen finnes nå.
people-done-saved = Lagret.
people-done-team = Teamene er endret.
people-done-viewers = Listen er endret.
people-done-invited = Invitasjonen sendes på e-post.
people-done-withdrawn = Invitasjonen er trukket tilbake. Lenken virker ikke lenger.
people-done-imported = { $count ->
    [one] Filen er importert: 1 linje ga en endring.
   *[other] Filen er importert: { $count } linjer ga endringer.
}
organisation-none = Det finnes ingen organisasjoner ennå.
organisation-create = Ny organisasjon
organisation-create-button = Legg til
organisation-name = Navn på organisasjonen
organisation-slug = I filer og innstillinger heter den { $slug }.
organisation-members = { $count ->
    [one] 1 medlem
   *[other] { $count } medlemmer
}
organisation-settings = Innstillinger
organisation-sharing = Hvilke kolleger kan lese et medlems henvendelser?
organisation-sharing-hint = De kan lese, men ikke svare. Henvendelser som noen holder private, vises aldri for kolleger.
organisation-participants-end = Deltakere kan selv avslutte hva en veileder kan gjøre for dem
organisation-save = Lagre
organisation-viewers = Utvalgte personer
organisation-viewers-text = Disse personene kan lese medlemmenes henvendelser.
organisation-viewers-idle = Disse personene kan lese medlemmenes henvendelser hvis du velger «Utvalgte personer» over. Nå gjelder en annen regel.
organisation-viewer = Person
organisation-viewer-add = Legg til personen
organisation-teams = Team
organisation-no-teams = Ingen team ennå.
team-new = Nytt team
team-add = Legg til teamet
team-name-of = Navn på teamet { $name }
team-rename = Bytt navn
team-remove = Fjern
invite-title = Inviter noen
invite-text = Personen får en e-post med en lenke som gjelder én gang, i to uker.
invite-language = Språk i e-posten
invite-send = Send invitasjonen
invite-waiting = Venter på svar
invite-none = Ingen invitasjon venter på svar.
invite-withdraw = Trekk tilbake
invite-withdraw-text = Invitasjonen ({ $whom }) kan ikke lenger brukes.
invite-withdraw-yes = Ja, trekk tilbake
invitation-title = Du er invitert
invitation-accept = Godta invitasjonen
invitation-sign-in = Invitasjonen gikk til { $email }. Logg inn med den adressen for å godta den.
invitation-other = Invitasjonen gikk til { $email }, men du er logget inn som noen andre. Logg ut og åpne lenken igjen.
invitation-join = Skriv navnet ditt og velg et passord. Du logger siden inn med { $email }.
invitation-first-password = Velg et passord. Du logger siden inn med { $email }.
import-title = Importer fra en fil
import-text = Først ser du linje for linje hva som kommer til å skje. Ingenting endres før du trykker på knappen på neste side. Roller legges til, men fjernes aldri.
import-what = Hva inneholder filen?
import-what-people = Personer og roller
import-what-relations = Veiledere og deltakere
import-columns = Kolonner:
import-columns-people = email, name, organisation, team, role, level, language
import-columns-relations = counsellor, participant, organisation, purpose, scope, since, until
import-file = Fil (CSV)
import-language = Språk for nye personer
import-language-hint = Gjelder linjer som ikke har noe i kolonnen language. Der kan det stå sv, nb, nn eller en, eller navnet på språket. De som allerede har en konto, beholder språket sitt.
import-silent = Ikke send e-post nå
import-silent-hint = Kontoer opprettes, men ingen får e-post. Senere kan hver enkelt velge et passord med «Har du glemt passordet?» på innloggingssiden, eller du inviterer dem under Invitasjoner. Gjelder bare personer og roller.
import-look = Forhåndsvis
import-look-title = Forhåndsvisning
import-summary =
    { $deeds ->
        [0] Ingen linjer kan importeres.
        [one] 1 linje kan importeres.
       *[other] { $deeds } linjer kan importeres.
    } { $wrong ->
        [0] Ingen linjer er feil.
        [one] 1 linje er feil og hoppes over.
       *[other] { $wrong } linjer er feil og hoppes over.
    }
import-line = Linje
import-who = Hvem
import-detail-name = Navn
import-detail-role = Rolle
import-detail-purpose = Formål
import-detail-scope = Omfang
import-outcome = Hva som skjer
import-nothing = Ingen endring
import-do-invite = Inviteres på e-post
import-do-create = Ny konto, får en e-post
import-do-create-quietly = Ny konto, ingen e-post
import-do-give = Får rollen
import-do-relate = Kobles sammen
import-trouble-address = E-postadressen er feil skrevet
import-trouble-name = Navn mangler for en ny person
import-trouble-organisation = Ukjent organisasjon
import-trouble-team = Ukjent team
import-trouble-role = Ukjent rolle, eller en du ikke kan gi
import-trouble-level = Nivået må være 1, 2 eller 3
import-trouble-language = Språket skal være sv, nb, nn eller en, eller navnet på det
import-trouble-needs-email = Må inviteres med en e-post
import-trouble-twice = Står allerede lenger opp
import-trouble-not-member = Deltakeren finnes ikke i organisasjonen
import-trouble-not-counsellor = Veilederen finnes ikke i organisasjonen
import-trouble-scope = Omfang må være see eller act, og formålet høyst 200 tegn
import-trouble-time = Datoer må skrives 2026-12-31, med slutten etter begynnelsen
import-trouble-admin = En administrator endres ikke med en fil
import-trouble-others = De to har allerede et oppdrag seg imellom som du ikke kan endre
import-trouble-self = Du kan ikke gi deg selv en rolle eller personer
import-empty = Filen er tom.
import-no-column = Kolonnen { $column } mangler. Filen trenger en linje med navnene på kolonnene over personene.
import-too-long = Filen har for mange linjer. Del den i flere, med høyst 2 000 linjer i hver.
import-open-quote = Et anførselstegn på linje { $line } avsluttes ikke på samme linje, så linjene etter den ville forsvinne. Fjern det eller sett inn ett til, og fjern linjeskift inne i cellen.
import-button = { $count ->
    [one] Importer 1 linje
   *[other] Importer { $count } linjer
}
import-again = Velg en annen fil
export-title = Last ned
export-text = Filene åpnes i regneark og kan importeres igjen.
relations-export = Last ned veiledere og deltakere (CSV)
people-invite = Inviter en deltaker
people-all-tickets = Se alles henvendelser på ett sted.
people-end-text = Du ser ikke lenger henvendelsene til personen. Bare deltakeren eller organisasjonen kan endre det.
people-end-button = Ja, slutt
people-end = Slutt å være veileder for { $name }
code-text = Gi deltakeren en kode som skrives under Min konto, eller send en e-post. Deltakeren får se hva du kan gjøre, og velger selv.
code-until = Gjelder til og med { $until }
code-email = Deltakerens e-post
code-email-hint = Trengs bare hvis du sender en e-post.
code-make = Lag en kode
code-mail = Send en e-post
hand-over-title = Overfør deltakere
hand-over-text = La en kollega ta seg av deltakerne mens du er borte, eller for godt. Dere begge og deltakerne får en e-post.
hand-over-nothing = Det finnes ingen deltakere å overføre, eller ingen kollega å overføre dem til.
hand-over-stand-ins = Vikarer akkurat nå
hand-over-now = { $who } for { $whom }, til og med { $until }
hand-over-to = Til hvem?
hand-over-how = Hvor lenge?
hand-over-while = Mens jeg er borte
hand-over-while-hint = Kollegaen vikarierer, og det slutter av seg selv.
hand-over-good = For godt
hand-over-good-hint = Du ser ikke lenger deltakernes henvendelser.
hand-over-until = Til og med
hand-over-whom = Hvilke deltakere?
hand-over-button = Overfør deltakere
hand-over-done = { $count ->
    [one] 1 deltaker er overført til { $to }.
   *[other] { $count } deltakere er overført til { $to }.
}
hand-over-left = { $count ->
    [one] 1 ble ikke overført: kollegaen er allerede veileder der, eller er ikke veileder i den organisasjonen.
   *[other] { $count } ble ikke overført: kollegaen er allerede veileder der, eller er ikke veileder i den organisasjonen.
}
bulk-title = Deltakernes henvendelser
bulk-filter = Filtrer henvendelser
bulk-person = Deltaker
bulk-everyone = Alle deltakere
bulk-tick = Kryss av for henvendelsen «{ $subject }»
bulk-do = Handlinger for avkryssede henvendelser
bulk-body = Svaret ditt
bulk-body-hint = Det samme svaret sendes i alle avkryssede henvendelser.
bulk-reply = Svar i alle avkryssede
bulk-close = Lukk alle avkryssede
bulk-export-text = Last ned de avkryssede henvendelsene, eller alle hvis ingen er avkrysset. Det noteres hvem som laster ned hva.
bulk-csv = Liste (CSV)
bulk-html = Alt, til å lese eller skrive ut
bulk-closed = { $count ->
    [one] 1 henvendelse er lukket.
   *[other] { $count } henvendelser er lukket.
}
bulk-replied = { $count ->
    [one] Svaret ditt er sendt i 1 henvendelse.
   *[other] Svaret ditt er sendt i { $count } henvendelser.
}
bulk-left = { $count ->
    [one] 1 henvendelse gikk ikke: du kan bare lese den, eller den er ikke fra deltakeren din.
   *[other] { $count } henvendelser gikk ikke: du kan bare lese dem, eller de er ikke fra deltakerne dine.
}
cases-title = Henvendelser
cases-made = { $count ->
    [one] 1 henvendelse, lastet ned av { $by } { $when }.
   *[other] { $count } henvendelser, lastet ned av { $by } { $when }.
}
access-title = Hvem ser mine henvendelser?
access-link = Se og endre
access-counsellors = Veiledere
access-none = Ingen veileder ser henvendelsene dine.
access-see = Kan lese henvendelsene dine, men ikke svare.
access-act = Kan lese henvendelsene dine, svare i dem og skrive til oss for deg.
access-end = Avslutt tilgangen
access-cannot-end = Bare { $organisation } kan avslutte dette. Snakk med veilederen din eller med oss.
access-others = Hvem andre ser dem?
access-support = Brukerstøtten ser alle henvendelser. Det noteres når de åpner en.
access-private = Du kan holde en enkelt henvendelse privat: da ser bare du og brukerstøtten den. Knappen finner du i henvendelsen.
access-own = I { $organisation } ser ingen kolleger henvendelsene dine.
access-team = I { $organisation } kan de som er i teamet ditt, lese henvendelsene dine.
access-organisation = I { $organisation } kan alle kolleger lese henvendelsene dine.
access-chosen = I { $organisation } kan { $names } lese henvendelsene dine.
access-code-title = Har du fått en kode?
access-code-text = Veilederen din kan gi deg en kode med åtte tegn. Du får se hvem det er før du bestemmer deg.
access-code = Kode
access-code-look = Vis hvem det er
access-agree-title = Kan { $name } se henvendelsene dine?
access-agree = Ja, det er greit
access-choose-title = Velg en veileder
access-choose = Velg veilederen
access-purpose-hint = Med noen ord, for eksempel «jobbsøking». Veilederen ser det.
access-done-ended = Veilederen ser ikke lenger henvendelsene dine.
access-done-let-in = Klart. Veilederen får en e-post om det.
access-done-widened = Veilederen kan nå se henvendelsene dine i alle organisasjoner.
access-done-narrowed = Veilederen ser nå bare det som gjelder organisasjonen.
access-covers-organisation = Ser det som gjelder { $organisation }.
access-covers-all = Ser henvendelsene dine i alle organisasjoner.
access-widen = Del alle henvendelsene mine
access-widen-text = { $name } ser da alle henvendelsene dine, også de som gjelder andre organisasjoner.
access-widen-yes = Ja, del alle
access-narrow = Bare det som gjelder { $organisation }
people-address-not-confirmed = Adressen er ikke bekreftet ennå: ingen rolle gjelder før det.
people-tickets-of = Henvendelser fra personen i køen
private-on = Privat: bare du og brukerstøtten ser henvendelsen.
private-off = De som kan se henvendelsene dine, ser også denne.
private-keep = Hold henvendelsen privat
private-share = La den ikke være privat lenger
private-who = Hvem ser mine henvendelser?
private-reads = Du kan lese denne henvendelsen, men ikke svare i den.
colleagues-title = Kollegers henvendelser
colleagues-text = Organisasjonen din lar deg lese disse henvendelsene.
colleagues-mine = Mine
colleagues-whose = Hvems henvendelser vises
mail-people-footer = Du får e-posten fordi den gjelder hvem som ser henvendelser. Mer finnes på { $url }
mail-access-button = Se hvem som ser henvendelsene dine
mail-participants-button = Til deltakerne dine
mail-relation-by = Det var { $by } som endret det.
mail-began-participant = Hei { $name }! { $other } er nå veilederen din.
mail-began-participant-subject = { $other } ser nå henvendelsene dine
mail-began-counsellor = Hei { $name }! Du er nå veileder for { $other }.
mail-began-counsellor-subject = Du er veileder for { $other }
mail-ended-participant = Hei { $name }! { $other } er ikke lenger veilederen din og ser ikke henvendelsene dine.
mail-ended-participant-subject = { $other } ser ikke lenger henvendelsene dine
mail-ended-counsellor = Hei { $name }! Du er ikke lenger veileder for { $other } og ser ikke henvendelsene til { $other }.
mail-ended-counsellor-subject = Du er ikke lenger veileder for { $other }
mail-stand-in = Hei { $name }! { $other } vikarierer for { $from } som veilederen din.
mail-taken-over = Hei { $name }! { $other } har tatt over etter { $from } som veilederen din.
mail-handed-to-you = { $count ->
    [one] Hei { $name }! { $from } har overført 1 deltaker til deg.
   *[other] Hei { $name }! { $from } har overført { $count } deltakere til deg.
}
mail-handed-over = { $count ->
    [one] Hei { $name }! 1 deltaker er overført fra deg til { $to }.
   *[other] Hei { $name }! { $count } deltakere er overført fra deg til { $to }.
}
mail-handed-until = Det gjelder til og med { $until } og slutter så av seg selv.
mail-handed-for-good = Det gjelder for godt.
mail-handed-subject = Deltakere er overført
mail-offer = { $by } i { $place } vil være veilederen din. Dette kan veilederen gjøre:
mail-invitation = { $by } inviterer deg til { $place } som { $role }.
invitation-counsellor = En administrator i { $place } kan utpeke en veileder for deg, som da ser henvendelsene dine. Hvem det er, ser du alltid under «{ $page }» på kontoen din.
mail-invitation-button = Åpne invitasjonen
mail-invitation-until = Lenken virker én gang, til og med { $until }.
mail-invitation-subject = Invitasjon til { $place }
desk-mail-invitation = Invitasjon
desk-mail-relation = Om veiledere og deltakere
audit-do-ticket-answered-for = Svarte i en henvendelse for noen
audit-do-ticket-closed-for = Lukket en henvendelse for noen
audit-do-ticket-reopened-for = Åpnet en henvendelse igjen for noen
audit-do-ticket-made-private = Holdt en henvendelse privat
audit-do-ticket-shared = Lot en henvendelse ikke lenger være privat

notice-offer-withdrawn = Trukket tilbake. Koden eller lenken virker ikke lenger.
notice-code-created = Koden er klar. Les den opp for deltakeren.
hand-over-none = Ingen deltaker ble overført.
hand-over-done-until = { $count ->
    [one] 1 deltaker er overført til { $to } til og med { $until }.
   *[other] { $count } deltakere er overført til { $to } til og med { $until }.
}
access-end-text = { $name } ser ikke lenger henvendelsene dine og kan ikke skrive for deg. Dere får begge en e-post.
access-end-yes = Ja, avslutt
people-tie-end-text = { $who } ser ikke lenger henvendelser fra { $whom }. Begge får en e-post.
people-take-text = { $name } mister straks det som følger med rollen.
people-take-yes = Ja, fjern rollen
people-sign-out-sure = Det som ikke er lagret i de nettleserne, kan gå tapt.
people-sign-out-yes = Ja, logg ut
team-remove-text = Teamet forsvinner. De som er med i det, er fortsatt i organisasjonen, men ser ikke lenger henvendelser gjennom teamet.
team-remove-yes = Ja, fjern teamet
organisation-viewer-remove-text = Personen ser ikke lenger medlemmenes henvendelser.
organisation-viewer-remove-yes = Ja, fjern
bulk-close-text = Alle avkryssede henvendelser lukkes. Deltakerne ser det og kan åpne dem igjen.
bulk-close-yes = Ja, lukk dem
hand-over-everyone = Alle
people-find = Søk etter deltaker
people-write-short = Skriv
invitation-expired-title = Invitasjonen gjelder ikke lenger
invitation-expired-text = Den er utløpt, brukt eller trukket tilbake. Be den som inviterte deg, om en ny. Har du allerede godtatt den, kan du logge inn.
