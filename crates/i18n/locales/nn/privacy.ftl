# Revisjonslogg, eigne opplysningar, sletting, fødselsnummer.

audit-title = Revisjonslogg
audit-intro = Kven som har gjort kva, når og kvar ifrå. Linjene kan ikkje endrast.
audit-filter-label = Filtrer loggen
audit-who = Kven
audit-who-hint = Del av namnet, eller heile e-postadressa
audit-who-id = Kven, id
audit-action = Kva
audit-code = Kva, kode
audit-any-action = Alt
audit-kind = Type
audit-target = Kva det gjeld
audit-target-hint = Saksnummer, e-postadresse eller id
audit-target-id = Kva det gjeld, id
audit-organisation = Organisasjon
audit-from = Frå og med
audit-until = Til og med
audit-when = Når
audit-address = Nettverksadresse
audit-details = Meir
audit-nobody = Ingen innlogga
audit-none = Det finst ingen linjer som passar.
audit-older = Eldre
audit-newest = Til dei nyaste
audit-export = Last ned som CSV
audit-export-hint = At du lastar ned, hamnar i loggen.

audit-detail-counsellor = Rettleiar
audit-detail-participant = Deltakar
audit-detail-requester = Kven si sak
audit-detail-from = Frå
audit-detail-role = Rolle
audit-detail-level = Nivå
audit-detail-team = Team
audit-detail-organisation = Organisasjon
audit-detail-scope = Kan
audit-detail-until = Til
audit-detail-stands-in-for = Vikar for
audit-detail-by = Korleis
audit-detail-device = Nettlesar
audit-detail-new-device = Ny nettlesar
audit-detail-sessions-ended = Avslutta innloggingar
audit-detail-provider = Leverandør
audit-detail-identity = Måte å logge inn på, id
audit-detail-reason = Kvifor
audit-detail-account = Adressa, som kode
audit-detail-places = Stader
audit-detail-files = Filer
audit-detail-lines = Linjer
audit-detail-people = Personar
audit-detail-tickets = Saker
audit-detail-format = Filtype
audit-detail-slug = Kortnamn
audit-detail-renamed = Nytt namn
audit-detail-sharing = Kven som ser sakene til kollegar
audit-detail-participants-end = Deltakarar kan avslutte
audit-detail-setting = Innstilling
audit-detail-version = Versjon
audit-detail-priority = Prioritet
audit-detail-kind = Slag
audit-detail-topic = Emne
audit-detail-assignee = Sakshandsamar
audit-detail-respond-by = Svar seinast
setting-phone = Telefonnummeret til brukarstøtta
setting-branding = Namn og utsjånad
setting-components = Tenester på sida Driftsstatus
setting-channels = Måtar å nå oss på
setting-plans = Planar
setting-statements = Tilgjenge og personopplysningar
setting-service-level = Svartider
setting-calendar = Opningstider
setting-topics = Emne
setting-triage = Nye saker
setting-escalation = Eskalering
setting-follow-up = Etter løysinga
setting-aims = Mål
setting-reply-templates = Svarmalar
audit-by-password = passord
audit-by-mailed-link = lenke i ein e-post
audit-by-sign-out = utlogging
audit-by-account-page = sida for kontoen
audit-by-administrator = ein administrator
audit-by-command-line = kommandolinja
audit-by-invitation = ein invitasjon
audit-by-import = ei importert fil
audit-by-provider = leverandøren
audit-reason-away = leverandøren svara ikkje
audit-reason-said = leverandøren sa nei
audit-reason-code = koden blei ikkje godtatt
audit-reason-issuer = svaret kom frå nokon andre
audit-reason-token = beviset var ikkje til å stole på
audit-reason-level = for svak innlogging
audit-reason-stale = det tok for lang tid
audit-reason-taken = høyrer allereie til ein annan konto
audit-thing-user = Person
audit-thing-ticket = Sak
audit-thing-organisation = Organisasjon
audit-thing-team = Team
audit-thing-invitation = Invitasjon

audit-do-account-added = La til ein konto
audit-do-account-deactivated = Deaktiverte ein konto
audit-do-account-reactivated = Aktiverte ein konto igjen
audit-do-account-registered = Oppretta ein konto
audit-do-account-removed = Kontoen blei sletta
audit-do-account-renamed = Endra namnet på ein konto
audit-do-audit-exported = Lasta ned loggen
audit-do-cases-exported = Lasta ned sakene til deltakarar
audit-do-code-made = Laga ein invitasjonskode
audit-do-data-downloaded = Lasta ned opplysningane sine
audit-do-deletion-asked = Bad om at kontoen blir sletta
audit-do-deletion-withdrawn = Angra at kontoen skal slettast
audit-do-email-change-asked = Bad om ei anna e-postadresse
audit-do-email-change-refused = Avslo eit byte til e-postadressa si
audit-do-email-changed = Bytte e-postadresse
audit-do-email-confirmed = Stadfesta e-postadressa si
audit-do-identity-connected = Kopla til ein måte å logge inn på
audit-do-identity-disconnected = Fjerna ein måte å logge inn på
audit-do-identity-refused = Blei nekta innlogging
audit-do-identity-used = Logga inn med ein leverandør
audit-do-invitation-accepted = Godtok ein invitasjon
audit-do-invitation-sent = Inviterte nokon
audit-do-invitation-withdrawn = Trekte tilbake ein invitasjon
audit-do-organisation-changed = Endra ein organisasjon
audit-do-organisation-created = La til ein organisasjon
audit-do-password-changed = Bytte passord
audit-do-people-exported = Lasta ned ei liste over personar
audit-do-people-imported = Importerte personar frå ei fil
audit-do-recovery-code-used = Logga inn med ein reservekode
audit-do-recovery-codes-renewed = Laga nye reservekodar
audit-do-relation-began = Kopla ein rettleiar til ein deltakar
audit-do-relation-widened = Gav ein rettleiar tilgang til saker i alle organisasjonar
audit-do-relation-narrowed = Avgrensa ein rettleiar til saker i éin organisasjon
audit-do-relation-ended = Avslutta koplinga mellom rettleiar og deltakar
audit-do-relation-handed-over = Overførte deltakarar til ein kollega
audit-do-relations-exported = Lasta ned ei liste over rettleiarar og deltakarar
audit-do-relations-imported = Importerte rettleiarar og deltakarar frå ei fil
audit-do-retention-applied = Sletta gamle opplysningar
audit-do-role-changed = Endra ei rolle
audit-do-role-given = Gav ei rolle
audit-do-role-taken = Fjerna ei rolle
audit-do-second-factor-added = Sette opp ein autentiseringsapp
audit-do-second-factor-refused = Skreiv feil kode
audit-do-second-factor-removed = Fjerna ein autentiseringsapp
audit-do-session-ended = Blei logga ut
audit-do-session-refused = Blei nekta innlogging
audit-do-session-started = Logga inn
audit-do-setting-changed = Endra ei innstilling
audit-do-status-corrected = Retta ein tekst om driftsstatus
audit-do-team-added = La til eit team
audit-do-team-removed = Fjerna eit team
audit-do-team-renamed = Gav eit team nytt namn
audit-do-ticket-claimed = Tok over saker som var sende inn utan konto
audit-do-ticket-address-corrected = Retta adressa i ei sak utan konto
audit-do-ticket-changed = Endra prioritet eller saksbehandlar i ei sak
audit-do-mail-discarded = Forkasta ein e-post som ikkje kom fram
audit-do-mail-resent = Sende e-post som ikkje kom fram, på nytt
audit-do-ticket-filed-for = Sende inn ei sak for nokon
audit-do-ticket-opened = Opna ei sak
audit-do-ticket-redacted = Fjerna opplysningar frå ei sak
audit-do-ticket-escalated = Løfta ei sak
audit-do-user-created = La til ein person
audit-do-user-registered = Fekk ein konto ved første innlogging
audit-do-viewer-chosen = Gav nokon tilgang til sakene til kollegar
audit-do-viewer-removed = Tok frå nokon tilgangen til sakene til kollegar

problem-not-in-ticket = Det står ikkje i saka. Vel noko i listene, eller skriv teksten slik han står, minst tre teikn.

number-typing = Dette ser ut som eit fødselsnummer. Vi treng det ikkje. Ta det gjerne bort før du sender.
number-check = Det ser ut til at du har skrive eit fødselsnummer. Vi treng det ikkje. Vel Endre viss du vil ta det bort.
number-sent = Det ser ut til at det står eit fødselsnummer i det du sende. Skriv til oss her nedanfor viss du vil at vi fjernar det.

redact-title = Fjern personopplysningar
redact-link = Fjern personopplysningar
redact-found = { $count ->
    [one] Eitt fødselsnummer står i saka.
   *[other] { $count } fødselsnummer står i saka.
}
redact-found-link = Fjern det som ikkje trengst
redact-intro = Det du vel, blir bytt ut med ▇▇▇ overalt i saka: overskrift, meldingar, notat, utkast, e-post som ventar, og loggen. Det går ikkje an å angre.
redact-sent = E-post som allereie er send, kan vi ikkje kalle tilbake.
redact-numbers = Fødselsnummer i saka
redact-number = { $number } ({ $kind }), { $places ->
    [one] éin stad
   *[other] { $places } stader
}
redact-no-numbers = Vi finn ingen fødselsnummer i teksten. I filer leitar vi ikkje.
redact-kind-personnummer = svensk personnummer
redact-kind-samordningsnummer = svensk samordningsnummer
redact-kind-fodselsnummer = norsk fødselsnummer
redact-kind-hjelpenummer = norsk hjelpenummer
redact-kind-interimsnummer = svensk interimsnummer
redact-kind-d-nummer = norsk D-nummer
redact-text = Fjern denne teksten overalt
redact-text-hint = Kopier teksten frå saka. Store og små bokstavar blir rekna likt.
redact-files = Filer som skal fjernast heilt
redact-go-on = Hald fram
redact-check-title = Skal dette bort?
redact-check-places = { $count ->
    [0] Ingen tekst blir fjerna.
    [one] Tekst blir fjerna éin stad.
   *[other] Tekst blir fjerna { $count } stader.
}
redact-check-files = { $count ->
    [0] Inga fil blir fjerna.
    [one] Éi fil blir fjerna.
   *[other] { $count } filer blir fjerna.
}
redact-do = Fjern for alltid
redact-note = Fjerna opplysningar frå saka: { $places ->
    [0] ingen tekst
    [one] tekst éin stad
   *[other] tekst { $places } stader
}, { $files ->
    [0] ingen filer
    [one] éi fil
   *[other] { $files } filer
}.

data-title = Opplysningane dine
data-open = Last ned eller slett
data-link = Opplysningane dine
data-intro = Her ser du kva vi har om deg, og her kan du be oss slette det.
data-download-title = Last ned alt om deg
data-download-text = Du får ei ZIP-fil med ei side å lese (mine-data.html) og det same innhaldet for program (data.json): kontoopplysningane dine, saker med meldingar og filer, vurderingar, innloggingar og kva loggen seier om deg. Dei interne notata til brukarstøtta er ikkje med, og heller ikkje opplysningar om andre ut over namna på meldingar.
data-download-guest = Saker du har sendt inn utan konto, er ikkje med før du har kopla dei til kontoen din.
data-download = Last ned

own-file-page = mine-data.html
own-page-title = Dette har vi om deg
own-page-intro = Filene ligg i mappa files ved sida av denne sida. Det same innhaldet for program finst i data.json.
own-none = Ingenting.
own-what = Kva
own-value = Innhald
own-profile = Konto
own-name = Namn
own-role = Rolle
own-lang = Språk
own-since = Sidan
own-seen = Sist
own-until = Til
own-confirmed = E-postadressa stadfest
own-has-password = Har passord
own-factor = Kode ved innlogging sidan
own-new-email = Ny e-postadresse som ventar på stadfesting
own-removal = Kontoen blir sletta
own-invitations = Invitasjonar som ventar
own-invited-by = Frå
own-memberships = Organisasjonar
own-team = Team
own-relations = Rettleiarar og deltakarar
own-counsellor = Rettleiar
own-participant = Deltakar
own-purpose = Kvifor
own-scope = Kan
own-scope-see = sjå
own-scope-act = sjå og svare
own-tickets = Saker
own-filed = Saker du har sendt inn for andre
own-drafts = Påbegynte skjema
own-surveys = Vurderingar av hjelpa
own-score = Vurdering
own-comment = Kommentar
own-ratings = Vurderingar av artiklar
own-followed-errors = Kjende feil som du følgjer
own-article = Artikkel
own-helpful = Hjelpte
own-identities = Måtar å logge inn på
own-provider = Leverandør
own-subject = Id der
own-sessions = Innlogga nettlesarar
own-devices = Nettlesarar du har brukt
own-device = Nettlesar
own-log = Kva loggen seier om deg
own-you = Du
own-someone = Nokon andre

problem-still-open = Du har saker som er i gang. Lukk dei først, eller vent til dei er ferdige.
problem-still-admin = Du er administrator for heile portalen. Be ein annan administrator ta frå deg rolla først.

delete-title = Slett kontoen min
delete-text = Vi slettar namnet ditt, e-postadressa, passordet, måtane du loggar inn på, og det du ikkje har sendt. Koplingar til rettleiarar og organisasjonar blir avslutta.
delete-kept-title = Dette beheld vi
delete-kept-tickets = Sakene dine og det du har skrive i dei, utan namnet ditt og e-postadressa di. Står det noko om deg i teksten, be oss fjerne det før du slettar kontoen.
delete-kept-tickets-for = { $days ->
    [one] Saker som er ferdige, blir sletta etter éin dag.
   *[other] Saker som er ferdige, blir sletta etter { $days } dagar.
}
delete-kept-tickets-ever = Saker som er ferdige, blir ikkje sletta av seg sjølve.
delete-kept-log = Linjene i revisjonsloggen, med namn og nettverksadresse, som viser kven som har gjort kva.
delete-kept-log-for = { $days ->
    [one] Linjer i loggen blir sletta etter éin dag.
   *[other] Linjer i loggen blir sletta etter { $days } dagar.
}
delete-kept-log-ever = Linjer i loggen blir ikkje sletta av seg sjølve.
delete-wait = { $days ->
    [0] Kontoen blir sletta innan ein time etter at du har bedt om det.
    [one] Kontoen blir sletta éin dag etter at du har bedt om det. Til då kan du angre deg.
   *[other] Kontoen blir sletta { $days } dagar etter at du har bedt om det. Til då kan du angre deg.
}
delete-sure = Ja, slett kontoen min
delete-ask = Be om at kontoen blir sletta
delete-open = { $count ->
    [one] Du har éi sak som er i gang. Lukk ho først, eller vent til ho er ferdig.
   *[other] Du har { $count } saker som er i gang. Lukk dei først, eller vent til dei er ferdige.
}
delete-open-link = Sjå saker som er i gang
delete-waiting = Kontoen din blir sletta { $when }.
delete-waiting-open = Det ventar til sakene som er i gang, er ferdige.
delete-waiting-inactive = Ingen har brukt kontoen på lenge. Han blir ikkje sletta, sidan du er her.
delete-withdraw = Behald kontoen
removed-person = Sletta person

mail-deletion-subject = Kontoen din blir sletta
mail-deletion = Hei { $name }! Vi har fått eit ønske om å slette kontoen din. Det skjer { $when }.
mail-deletion-undo = Har du angra deg, eller var det ikkje deg? Logg inn og vel Behald kontoen.
mail-inactive-subject = Kontoen din blir ikkje brukt
mail-inactive = Hei { $name }! Du har ikkje brukt kontoen din på lenge. Derfor slettar vi han { $when }.
mail-inactive-undo = Vil du behalde han, er det nok at du loggar inn før det.
mail-deletion-withdrawn-subject = Kontoen din blir ikkje sletta
mail-deletion-withdrawn = Hei { $name }! Ønsket om å slette kontoen din er trekt tilbake. Kontoen blir ikkje sletta.
mail-removed-subject = Kontoen din er sletta
mail-removed = Hei { $name }! Kontoen din er sletta, med namn, e-postadresse og alt du kunne logge inn med.
mail-removed-kept = Det du har skrive i saker, finst framleis utan namnet ditt. Dette er den siste e-posten frå oss.
mail-footer-privacy = Du får e-posten fordi han gjeld kontoen din på { $url }

retention-title = Sletting av gamle data
retention-intro = Kva som blir sletta fordi det er gammalt, etter innstillingane. Portalen gjer det kvar time.
retention-now-command = Med ein gong, på kommandolinja:
retention-what = Kva
retention-rule = Regel
retention-now = Blir sletta no
retention-oldest = Eldst
retention-keep = Blir ikkje sletta
retention-after = { $days ->
    [0] Med ein gong
    [one] Etter éin dag
   *[other] Etter { $days } dagar
}
retention-kind-drafts = Påbegynte skjema
retention-kind-closed-tickets = Ferdige saker, med konto
retention-kind-guest-tickets = Ferdige saker, utan konto
retention-kind-parked-mail = E-post som ikkje kunne sendast
retention-kind-ended-relations = Avslutta oppdrag som rettleiar
retention-kind-rating-comments = Kommentarar til artiklar
retention-kind-audit = Linjer i revisjonsloggen
retention-kind-inactive-accounts = Kontoar ingen bruker (får ein e-post)
retention-kind-due-accounts = Kontoar der ventetida er over

wait-seconds = { $count ->
    [one] eitt sekund
   *[other] { $count } sekund
}

notice-deletion-requested = Vi har tatt imot ønsket ditt om å slette kontoen.
notice-deletion-withdrawn = Ønsket er trekt tilbake. Kontoen blir ikkje sletta.
