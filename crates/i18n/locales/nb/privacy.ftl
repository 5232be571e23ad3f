# Revisjonslogg, egne opplysninger, sletting, fødselsnummer.

audit-title = Revisjonslogg
audit-intro = Hvem som har gjort hva, når og hvorfra. Linjene kan ikke endres.
audit-filter-label = Filtrer loggen
audit-who = Hvem
audit-who-hint = Del av navnet, eller hele e-postadressen
audit-who-id = Hvem, id
audit-action = Hva
audit-code = Hva, kode
audit-any-action = Alt
audit-kind = Type
audit-target = Hva det gjelder
audit-target-hint = Saksnummer, e-postadresse eller id
audit-target-id = Hva det gjelder, id
audit-organisation = Organisasjon
audit-from = Fra og med
audit-until = Til og med
audit-when = Når
audit-address = Nettverksadresse
audit-details = Mer
audit-nobody = Ingen innlogget
audit-none = Det finnes ingen linjer som passer.
audit-older = Eldre
audit-newest = Til de nyeste
audit-export = Last ned som CSV
audit-export-hint = At du laster ned, havner i loggen.

audit-detail-counsellor = Veileder
audit-detail-participant = Deltaker
audit-detail-requester = Hvem sin henvendelse
audit-detail-from = Fra
audit-detail-role = Rolle
audit-detail-level = Nivå
audit-detail-team = Team
audit-detail-organisation = Organisasjon
audit-detail-scope = Kan
audit-detail-until = Til
audit-detail-stands-in-for = Vikar for
audit-detail-by = Hvordan
audit-detail-device = Nettleser
audit-detail-new-device = Ny nettleser
audit-detail-sessions-ended = Avsluttede innlogginger
audit-detail-provider = Leverandør
audit-detail-identity = Måte å logge inn på, id
audit-detail-reason = Hvorfor
audit-detail-account = Adressen, som kode
audit-detail-places = Steder
audit-detail-files = Filer
audit-detail-lines = Linjer
audit-detail-people = Personer
audit-detail-tickets = Henvendelser
audit-detail-format = Filtype
audit-detail-slug = Kortnavn
audit-detail-renamed = Nytt navn
audit-detail-sharing = Hvem som ser kollegers henvendelser
audit-detail-participants-end = Deltakere kan avslutte
audit-detail-setting = Innstilling
audit-detail-version = Versjon
audit-detail-priority = Prioritet
audit-detail-kind = Slag
audit-detail-topic = Emne
audit-detail-assignee = Saksbehandler
audit-detail-respond-by = Svar senest
setting-phone = Telefonnummeret til brukerstøtten
setting-branding = Navn og utseende
setting-components = Tjenester på siden Driftsstatus
setting-channels = Måter å nå oss på
setting-plans = Planer
setting-statements = Tilgjengelighet og personopplysninger
setting-service-level = Svartider
setting-calendar = Åpningstider
setting-topics = Emner
setting-triage = Nye henvendelser
setting-escalation = Eskalering
setting-follow-up = Etter løsningen
setting-aims = Mål
setting-reply-templates = Svarmaler
audit-by-password = passord
audit-by-mailed-link = lenke i en e-post
audit-by-sign-out = utlogging
audit-by-account-page = siden for kontoen
audit-by-administrator = en administrator
audit-by-command-line = kommandolinjen
audit-by-invitation = en invitasjon
audit-by-import = en importert fil
audit-by-provider = leverandøren
audit-reason-away = leverandøren svarte ikke
audit-reason-said = leverandøren sa nei
audit-reason-code = koden ble ikke godtatt
audit-reason-issuer = svaret kom fra noen andre
audit-reason-token = beviset var ikke til å stole på
audit-reason-level = for svak innlogging
audit-reason-stale = det tok for lang tid
audit-reason-taken = hører allerede til en annen konto
audit-thing-user = Person
audit-thing-ticket = Henvendelse
audit-thing-organisation = Organisasjon
audit-thing-team = Team
audit-thing-invitation = Invitasjon

audit-do-account-added = La til en konto
audit-do-account-deactivated = Deaktiverte en konto
audit-do-account-reactivated = Aktiverte en konto igjen
audit-do-account-registered = Opprettet en konto
audit-do-account-removed = Kontoen ble slettet
audit-do-account-renamed = Endret navnet på en konto
audit-do-audit-exported = Lastet ned loggen
audit-do-cases-exported = Lastet ned deltakeres henvendelser
audit-do-code-made = Laget en invitasjonskode
audit-do-data-downloaded = Lastet ned opplysningene sine
audit-do-deletion-asked = Ba om at kontoen slettes
audit-do-deletion-withdrawn = Angret at kontoen skal slettes
audit-do-email-change-asked = Ba om en annen e-postadresse
audit-do-email-change-refused = Avslo et bytte til sin e-postadresse
audit-do-email-changed = Byttet e-postadresse
audit-do-email-confirmed = Bekreftet e-postadressen sin
audit-do-identity-connected = Koblet til en måte å logge inn på
audit-do-identity-disconnected = Fjernet en måte å logge inn på
audit-do-identity-refused = Ble nektet innlogging
audit-do-identity-used = Logget inn med en leverandør
audit-do-invitation-accepted = Godtok en invitasjon
audit-do-invitation-sent = Inviterte noen
audit-do-invitation-withdrawn = Trakk tilbake en invitasjon
audit-do-organisation-changed = Endret en organisasjon
audit-do-organisation-created = La til en organisasjon
audit-do-password-changed = Byttet passord
audit-do-people-exported = Lastet ned en liste over personer
audit-do-people-imported = Importerte personer fra en fil
audit-do-recovery-code-used = Logget inn med en reservekode
audit-do-recovery-codes-renewed = Laget nye reservekoder
audit-do-relation-began = Koblet en veileder til en deltaker
audit-do-relation-widened = Lot en veileder se henvendelser i alle organisasjoner
audit-do-relation-narrowed = Lot en veileder bare se henvendelser i én organisasjon
audit-do-relation-ended = Avsluttet koblingen mellom veileder og deltaker
audit-do-relation-handed-over = Overførte deltakere til en kollega
audit-do-relations-exported = Lastet ned en liste over veiledere og deltakere
audit-do-relations-imported = Importerte veiledere og deltakere fra en fil
audit-do-retention-applied = Slettet gamle opplysninger
audit-do-role-changed = Endret en rolle
audit-do-role-given = Ga en rolle
audit-do-role-taken = Fjernet en rolle
audit-do-second-factor-added = Satte opp en autentiseringsapp
audit-do-second-factor-refused = Oppga feil kode
audit-do-second-factor-removed = Fjernet en autentiseringsapp
audit-do-session-ended = Ble logget ut
audit-do-session-refused = Ble nektet innlogging
audit-do-session-started = Logget inn
audit-do-setting-changed = Endret en innstilling
audit-do-status-corrected = Rettet en tekst om driftsstatus
audit-do-team-added = La til et team
audit-do-team-removed = Fjernet et team
audit-do-team-renamed = Ga et team nytt navn
audit-do-ticket-claimed = Overtok henvendelser sendt inn uten konto
audit-do-ticket-address-corrected = Rettet adressen i en henvendelse uten konto
audit-do-ticket-changed = Endret prioritet eller saksbehandler i en henvendelse
audit-do-mail-discarded = Forkastet en e-post som ikke kom frem
audit-do-mail-resent = Sendte e-post som ikke kom frem, på nytt
audit-do-ticket-filed-for = Sendte inn en henvendelse for noen
audit-do-ticket-opened = Åpnet en henvendelse
audit-do-ticket-redacted = Fjernet opplysninger fra en henvendelse
audit-do-ticket-escalated = Løftet en henvendelse
audit-do-user-created = La til en person
audit-do-user-registered = Fikk en konto ved første innlogging
audit-do-viewer-chosen = Lot noen se kollegers henvendelser
audit-do-viewer-removed = Lot noen ikke lenger se kollegers henvendelser

problem-not-in-ticket = Det står ikke i henvendelsen. Velg noe i listene, eller skriv teksten slik den står, minst tre tegn.

number-typing = Dette ser ut som et fødselsnummer. Vi trenger det ikke. Ta det gjerne bort før du sender.
number-check = Det ser ut til at du har skrevet et fødselsnummer. Vi trenger det ikke. Velg Endre hvis du vil ta det bort.
number-sent = Det ser ut til at det står et fødselsnummer i det du sendte. Skriv til oss her nedenfor hvis du vil at vi fjerner det.

redact-title = Fjern personopplysninger
redact-link = Fjern personopplysninger
redact-found = { $count ->
    [one] Ett fødselsnummer står i henvendelsen.
   *[other] { $count } fødselsnumre står i henvendelsen.
}
redact-found-link = Fjern det som ikke trengs
redact-intro = Det du velger, byttes ut med ▇▇▇ overalt i henvendelsen: overskrift, meldinger, notater, utkast, e-post som venter, og loggen. Det kan ikke angres.
redact-sent = E-post som allerede er sendt, kan vi ikke kalle tilbake.
redact-numbers = Fødselsnumre i henvendelsen
redact-number = { $number } ({ $kind }), { $places ->
    [one] ett sted
   *[other] { $places } steder
}
redact-no-numbers = Vi finner ingen fødselsnumre i teksten. I filer leter vi ikke.
redact-kind-personnummer = svensk personnummer
redact-kind-samordningsnummer = svensk samordningsnummer
redact-kind-fodselsnummer = norsk fødselsnummer
redact-kind-hjelpenummer = norsk hjelpenummer
redact-kind-interimsnummer = svensk interimsnummer
redact-kind-d-nummer = norsk D-nummer
redact-text = Fjern denne teksten overalt
redact-text-hint = Kopier teksten fra henvendelsen. Store og små bokstaver regnes likt.
redact-files = Filer som skal fjernes helt
redact-go-on = Fortsett
redact-check-title = Skal dette bort?
redact-check-places = { $count ->
    [0] Ingen tekst fjernes.
    [one] Tekst fjernes ett sted.
   *[other] Tekst fjernes { $count } steder.
}
redact-check-files = { $count ->
    [0] Ingen fil fjernes.
    [one] Én fil fjernes.
   *[other] { $count } filer fjernes.
}
redact-do = Fjern for alltid
redact-note = Fjernet opplysninger fra henvendelsen: { $places ->
    [0] ingen tekst
    [one] tekst ett sted
   *[other] tekst { $places } steder
}, { $files ->
    [0] ingen filer
    [one] én fil
   *[other] { $files } filer
}.

data-title = Opplysningene dine
data-open = Last ned eller slett
data-link = Opplysningene dine
data-intro = Her ser du hva vi har om deg, og her kan du be oss slette det.
data-download-title = Last ned alt om deg
data-download-text = Du får en ZIP-fil med en side å lese (mine-data.html) og det samme innholdet for programmer (data.json): kontoopplysningene dine, henvendelser med meldinger og filer, vurderinger, innlogginger og hva loggen sier om deg. Brukerstøttens interne notater er ikke med, og heller ikke andres opplysninger ut over navnene på meldinger.
data-download-guest = Henvendelser du har sendt inn uten konto, er ikke med før du har koblet dem til kontoen din.
data-download = Last ned

own-file-page = mine-data.html
own-page-title = Dette har vi om deg
own-page-intro = Filene ligger i mappen files ved siden av denne siden. Det samme innholdet for programmer finnes i data.json.
own-none = Ingenting.
own-what = Hva
own-value = Innhold
own-profile = Konto
own-name = Navn
own-role = Rolle
own-lang = Språk
own-since = Siden
own-seen = Sist
own-until = Til
own-confirmed = E-postadressen bekreftet
own-has-password = Har passord
own-factor = Kode ved innlogging siden
own-new-email = Ny e-postadresse som venter på bekreftelse
own-removal = Kontoen slettes
own-invitations = Invitasjoner som venter
own-invited-by = Fra
own-memberships = Organisasjoner
own-team = Team
own-relations = Veiledere og deltakere
own-counsellor = Veileder
own-participant = Deltaker
own-purpose = Hvorfor
own-scope = Kan
own-scope-see = se
own-scope-act = se og svare
own-tickets = Henvendelser
own-filed = Henvendelser du har sendt inn for andre
own-drafts = Påbegynte skjemaer
own-surveys = Vurderinger av hjelpen
own-score = Vurdering
own-comment = Kommentar
own-ratings = Vurderinger av artikler
own-followed-errors = Kjente feil som du følger
own-article = Artikkel
own-helpful = Hjalp
own-identities = Måter å logge inn på
own-provider = Leverandør
own-subject = Id der
own-sessions = Innloggede nettlesere
own-devices = Nettlesere du har brukt
own-device = Nettleser
own-log = Hva loggen sier om deg
own-you = Du
own-someone = Noen andre

problem-still-open = Du har henvendelser som pågår. Lukk dem først, eller vent til de er ferdige.
problem-still-admin = Du er administrator for hele portalen. Be en annen administrator ta fra deg rollen først.

delete-title = Slett kontoen min
delete-text = Vi sletter navnet ditt, e-postadressen, passordet, måtene du logger inn på, og det du ikke har sendt. Koblinger til veiledere og organisasjoner avsluttes.
delete-kept-title = Dette beholder vi
delete-kept-tickets = Henvendelsene dine og det du har skrevet i dem, uten navnet og e-postadressen din. Står det noe om deg i teksten, be oss fjerne det før du sletter kontoen.
delete-kept-tickets-for = { $days ->
    [one] Henvendelser som er ferdige, slettes etter én dag.
   *[other] Henvendelser som er ferdige, slettes etter { $days } dager.
}
delete-kept-tickets-ever = Henvendelser som er ferdige, slettes ikke av seg selv.
delete-kept-log = Linjene i revisjonsloggen, med navn og nettverksadresse, som viser hvem som har gjort hva.
delete-kept-log-for = { $days ->
    [one] Linjer i loggen slettes etter én dag.
   *[other] Linjer i loggen slettes etter { $days } dager.
}
delete-kept-log-ever = Linjer i loggen slettes ikke av seg selv.
delete-wait = { $days ->
    [0] Kontoen slettes innen en time etter at du har bedt om det.
    [one] Kontoen slettes én dag etter at du har bedt om det. Til da kan du angre deg.
   *[other] Kontoen slettes { $days } dager etter at du har bedt om det. Til da kan du angre deg.
}
delete-sure = Ja, slett kontoen min
delete-ask = Be om at kontoen slettes
delete-open = { $count ->
    [one] Du har én henvendelse som pågår. Lukk den først, eller vent til den er ferdig.
   *[other] Du har { $count } henvendelser som pågår. Lukk dem først, eller vent til de er ferdige.
}
delete-open-link = Se henvendelser som pågår
delete-waiting = Kontoen din slettes { $when }.
delete-waiting-open = Det venter til henvendelsene som pågår, er ferdige.
delete-waiting-inactive = Ingen har brukt kontoen på lenge. Den beholdes, siden du er her.
delete-withdraw = Behold kontoen
removed-person = Slettet person

mail-deletion-subject = Kontoen din slettes
mail-deletion = Hei { $name }! Vi har fått en forespørsel om å slette kontoen din. Det skjer { $when }.
mail-deletion-undo = Har du angret deg, eller var det ikke deg? Logg inn og velg Behold kontoen.
mail-inactive-subject = Kontoen din brukes ikke
mail-inactive = Hei { $name }! Du har ikke brukt kontoen din på lenge. Derfor sletter vi den { $when }.
mail-inactive-undo = Vil du beholde den, er det nok at du logger inn før det.
mail-deletion-withdrawn-subject = Kontoen din beholdes
mail-deletion-withdrawn = Hei { $name }! Ønsket om å slette kontoen din er trukket tilbake. Kontoen beholdes.
mail-removed-subject = Kontoen din er slettet
mail-removed = Hei { $name }! Kontoen din er slettet, med navn, e-postadresse og alt du kunne logge inn med.
mail-removed-kept = Det du har skrevet i henvendelser, finnes fortsatt uten navnet ditt. Dette er den siste e-posten fra oss.
mail-footer-privacy = Du får e-posten fordi den gjelder kontoen din på { $url }

retention-title = Sletting av gamle data
retention-intro = Hva som slettes fordi det er gammelt, etter innstillingene. Portalen gjør det hver time.
retention-now-command = Med en gang, på kommandolinjen:
retention-what = Hva
retention-rule = Regel
retention-now = Slettes nå
retention-oldest = Eldst
retention-keep = Beholdes
retention-after = { $days ->
    [0] Med en gang
    [one] Etter én dag
   *[other] Etter { $days } dager
}
retention-kind-drafts = Påbegynte skjemaer
retention-kind-closed-tickets = Ferdige henvendelser, med konto
retention-kind-guest-tickets = Ferdige henvendelser, uten konto
retention-kind-parked-mail = E-post som ikke kunne sendes
retention-kind-ended-relations = Avsluttede oppdrag som veileder
retention-kind-rating-comments = Kommentarer til artikler
retention-kind-audit = Linjer i revisjonsloggen
retention-kind-inactive-accounts = Kontoer ingen bruker (får en e-post)
retention-kind-due-accounts = Kontoer der ventetiden er over

wait-seconds = { $count ->
    [one] ett sekund
   *[other] { $count } sekunder
}

notice-deletion-requested = Vi har tatt imot ønsket ditt om å slette kontoen.
notice-deletion-withdrawn = Ønsket er trukket tilbake. Kontoen beholdes.
