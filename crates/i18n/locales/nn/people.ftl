# Personar, organisasjonar og roller; rettleiarar og deltakarar; kven som ser sakene til kven.
nav-people = Personar
role-approver = godkjennar
role-manager = leiar
role-one-counsellor = Rettleiar
scope-see = lese saker
scope-act = lese, svare og skrive
sharing-own = Ingen: alle ser berre sine eigne
sharing-team = Dei som er i same team
sharing-organisation = Alle i organisasjonen
sharing-chosen = Utvalde personar
problem-taken = Det namnet finst allereie. Vel eit anna.
problem-last-admin = Dette er den einaste administratoren. Gjer nokon andre til administrator først.
problem-account-deactivated = Kontoen med denne adressa er deaktivert. Aktiver han på sida til personen først.
problem-enough-mail = Adressa har fått fem invitasjonar den siste timen. Vent ein time før du sender ein til.
problem-unknown-code = Koden stemmer ikkje, eller han er allereie brukt eller for gammal. Sjekk han eller be om ein ny.
problem-others-relation = Rettleiaren har allereie eit oppdrag for personen som du ikkje kan endre. Be den som ordna det, om å avslutte det først.
problem-required-ticket = Kryss av for minst éi sak.
problem-required-participant = Kryss av for minst éin person.
relation-scope = Rettleiaren kan
relation-purpose = Kvifor
relation-purpose-hint = Med nokre ord, til dømes «jobbsøking». Deltakaren ser det.
relation-from = Frå og med
relation-until = Til og med
relation-no-end = inntil vidare
relation-stands-in = vikarierer for { $name }
people-stand-in = { $name } vikarierer til og med { $until }
relation-only-see = berre lese
relation-only-see-text = Du kan lese sakene, men ikkje svare i dei.
people-tabs = Delar av Personar
people-tab-people = Personar
people-tab-organisations = Organisasjonar
people-tab-invitations = Invitasjonar
people-tab-import = Importer og eksporter
people-count = { $count ->
    [one] 1 person
   *[other] { $count } personar
}
people-search = Namn eller e-post
people-filter = Søk blant personar
people-organisation = Organisasjon
people-any-organisation = Alle organisasjonar
people-role = Rolle
people-any-role = Alle roller
people-roles = Roller
people-nobody = Ingen passar til det du søker etter.
people-export = Last ned personar (CSV)
people-role-in = { $role } i { $organisation }
people-role-portal = { $role } i heile portalen
people-agent = { $role }, nivå { $level }
people-since = Sidan
people-level = Nivå (berre for brukarstøtte)
people-level-column = Nivå
people-level-of = Nivå { $level }
people-place = Organisasjon eller team
people-whole-portal = Heile portalen
people-take = Fjern
people-give = Gi ei rolle
people-give-button = Gi rolla
people-portal-text = I heile portalen har alle nøyaktig éi rolle: gir du ei ny der, erstattar ho rolla som finst. Brukarstøtte og administrator ser sakene til alle.
people-ties = Rettleiarar og deltakarar
people-no-ties = Personen har ingen rettleiar og er ikkje rettleiar for nokon.
people-tie-see = { $who } kan lese saker frå { $whom }
people-tie-act = { $who } kan lese og svare i saker frå { $whom }
people-relate = Gi { $name } ein rettleiar
people-relate-button = Kople saman
people-hand-over-of = Overfør deltakarar frå { $name }
people-sign-out-title = Innlogga
people-sign-out-text = Loggar ut i alle nettlesarar der personen er innlogga, til dømes når ein telefon er borte. Personen kan logge inn igjen med ein gong.
people-sign-out = Logg ut { $name } overalt
people-account = Konto
people-factor-on = Vi spør etter ein kode når personen loggar inn.
people-factor-off = Personen har ingen autentiseringsapp.
people-factor-reset-text = Gjer det berre viss { $name } har mista både appen og reservekodane, og du veit sikkert at det er rett person som ber om det. Appen og kodane blir fjerna, { $name } blir logga ut overalt og får ein e-post.
people-activity = Deaktivere kontoen
people-active = Kontoen er aktiv. Deaktiver han når nokon har slutta: alt personen har gjort, er der framleis.
people-deactivate = Deaktiver kontoen
people-deactivate-text = { $name } blir logga ut overalt, kan ikkje logge inn på nokon måte, får ein e-post om det og deretter ingen fleire, og kan ikkje veljast som saksbehandlar eller rettleiar. Saker, roller og alt som er skrive, er der framleis. Du kan aktivere kontoen igjen.
people-deactivate-assigned =
    { $count ->
        [one] Den opne saka som personen behandlar, går tilbake til køen.
       *[other] Dei { $count } opne sakene som personen behandlar, går tilbake til køen.
    }
people-deactivate-yes = Ja, deaktiver kontoen
people-deactivated = Deaktivert
people-deactivated-since = Kontoen har vore deaktivert sidan { $date }. Ingen kan logge inn på han.
people-reactivate = Aktiver kontoen igjen
people-reactivate-text = { $name } kan logge inn igjen, med dei same rollene som før, og får ein e-post om det.
people-reactivate-yes = Ja, aktiver kontoen
people-done-signed-out = Personen er logga ut overalt.
people-done-given = Rolla er gitt.
people-done-taken = Rolla er fjerna. Det som følgde med ho, gjeld ikkje lenger.
people-done-portal = Rolla i heile portalen er endra.
people-done-renamed = Namnet er endra.
people-done-factor-reset = Autentiseringsappen er fjerna. Personen er logga ut overalt og får ein e-post.
people-done-deactivated = Kontoen er deaktivert. Personen er logga ut overalt.
people-done-reactivated = Kontoen er aktiv igjen.
people-done-related = Dei er kopla saman. Begge får ein e-post.
people-done-ended = Koplinga er avslutta. Den andre får ein e-post.
people-done-created = Organisasjonen finst no.
people-done-saved = Lagra.
people-done-team = Teama er endra.
people-done-viewers = Lista er endra.
people-done-invited = Invitasjonen blir send på e-post.
people-done-withdrawn = Invitasjonen er trekt tilbake. Lenka fungerer ikkje lenger.
people-done-imported = { $count ->
    [one] Fila er importert: 1 linje gav ei endring.
   *[other] Fila er importert: { $count } linjer gav endringar.
}
organisation-none = Det finst ingen organisasjonar enno.
organisation-create = Ny organisasjon
organisation-create-button = Legg til
organisation-name = Namn på organisasjonen
organisation-slug = I filer og innstillingar heiter han { $slug }.
organisation-members = { $count ->
    [one] 1 medlem
   *[other] { $count } medlemer
}
organisation-settings = Innstillingar
organisation-sharing = Kva kollegar kan lese sakene til ein medlem?
organisation-sharing-hint = Dei kan lese, men ikkje svare. Saker som nokon held private, blir aldri viste for kollegar.
organisation-participants-end = Deltakarar kan sjølve avslutte det ein rettleiar kan gjere for dei
organisation-save = Lagre
organisation-viewers = Utvalde personar
organisation-viewers-text = Desse personane kan lese sakene til medlemene.
organisation-viewers-idle = Desse personane kan lese sakene til medlemene viss du vel «Utvalde personar» over. No gjeld ein annan regel.
organisation-viewer = Person
organisation-viewer-add = Legg til personen
organisation-teams = Team
organisation-no-teams = Ingen team enno.
team-new = Nytt team
team-add = Legg til teamet
team-name-of = Namn på teamet { $name }
team-rename = Byt namn
team-remove = Fjern
invite-title = Inviter nokon
invite-text = Personen får ein e-post med ei lenke som gjeld éin gong, i to veker.
invite-language = Språk i e-posten
invite-send = Send invitasjonen
invite-waiting = Ventar på svar
invite-none = Ingen invitasjon ventar på svar.
invite-withdraw = Trekk tilbake
invite-withdraw-text = Invitasjonen ({ $whom }) kan ikkje brukast lenger.
invite-withdraw-yes = Ja, trekk tilbake
invitation-title = Du er invitert
invitation-accept = Godta invitasjonen
invitation-sign-in = Invitasjonen gjekk til { $email }. Logg inn med den adressa for å godta han.
invitation-other = Invitasjonen gjekk til { $email }, men du er logga inn som nokon andre. Logg ut og opne lenka igjen.
invitation-join = Skriv namnet ditt og vel eit passord. Etter det loggar du inn med { $email }.
invitation-first-password = Vel eit passord. Etter det loggar du inn med { $email }.
import-title = Importer frå ei fil
import-text = Først ser du linje for linje kva som kjem til å skje. Ingenting blir endra før du trykker på knappen på neste side. Roller blir lagde til, men aldri fjerna.
import-what = Kva inneheld fila?
import-what-people = Personar og roller
import-what-relations = Rettleiarar og deltakarar
import-columns = Kolonnar:
import-columns-people = email, name, organisation, team, role, level, language
import-columns-relations = counsellor, participant, organisation, purpose, scope, since, until
import-file = Fil (CSV)
import-language = Språk for nye personar
import-language-hint = Gjeld linjer som ikkje har noko i kolonnen language. Der kan det stå sv, nb, nn eller en, eller namnet på språket. Dei som allereie har ein konto, beheld språket sitt.
import-silent = Ikkje send e-post no
import-silent-hint = Kontoar blir oppretta, men ingen får e-post. Seinare kan kvar enkelt velje eit passord med «Har du gløymt passordet?» på innloggingssida, eller du inviterer dei under Invitasjonar. Gjeld berre personar og roller.
import-look = Førehandsvis
import-look-title = Førehandsvising
import-summary =
    { $deeds ->
        [0] Ingen linjer kan importerast.
        [one] 1 linje kan importerast.
       *[other] { $deeds } linjer kan importerast.
    } { $wrong ->
        [0] Ingen linjer er feil.
        [one] 1 linje er feil og blir hoppa over.
       *[other] { $wrong } linjer er feil og blir hoppa over.
    }
import-line = Linje
import-who = Kven
import-detail-name = Namn
import-detail-role = Rolle
import-detail-purpose = Føremål
import-detail-scope = Omfang
import-outcome = Kva som skjer
import-nothing = Inga endring
import-do-invite = Blir invitert på e-post
import-do-create = Ny konto, får ein e-post
import-do-create-quietly = Ny konto, ingen e-post
import-do-give = Får rolla
import-do-relate = Blir kopla saman
import-trouble-address = E-postadressa er skriven feil
import-trouble-name = Namn manglar for ein ny person
import-trouble-organisation = Ukjend organisasjon
import-trouble-team = Ukjent team
import-trouble-role = Ukjend rolle, eller ei du ikkje kan gi
import-trouble-level = Nivået må vere 1, 2 eller 3
import-trouble-language = Språket skal vere sv, nb, nn eller en, eller namnet på det
import-trouble-needs-email = Må inviterast med ein e-post
import-trouble-twice = Står allereie lenger opp
import-trouble-not-member = Deltakaren finst ikkje i organisasjonen
import-trouble-not-counsellor = Rettleiaren finst ikkje i organisasjonen
import-trouble-scope = Omfang må vere see eller act, og føremålet høgst 200 teikn
import-trouble-time = Datoar må skrivast 2026-12-31, med slutten etter starten
import-trouble-admin = Ein administrator kan ikkje endrast med ei fil
import-trouble-others = Dei to har allereie eit oppdrag seg imellom som du ikkje kan endre
import-trouble-self = Du kan ikkje gi deg sjølv ei rolle eller personar
import-empty = Fila er tom.
import-no-column = Kolonnen { $column } manglar. Fila treng ei linje med namna på kolonnane over personane.
import-too-long = Fila har for mange linjer. Del ho i fleire, med høgst 2 000 linjer i kvar.
import-open-quote = Eit hermeteikn på linje { $line } blir ikkje avslutta på same linje, så linjene etter den ville forsvinne. Fjern det eller set inn eitt til, og fjern linjeskift inne i cella.
import-button = { $count ->
    [one] Importer 1 linje
   *[other] Importer { $count } linjer
}
import-again = Vel ei anna fil
export-title = Last ned
export-text = Filene kan opnast i rekneark og importerast igjen.
relations-export = Last ned rettleiarar og deltakarar (CSV)
people-invite = Inviter ein deltakar
people-all-tickets = Sjå sakene til alle på éin stad.
people-end-text = Du ser ikkje lenger sakene til personen. Berre deltakaren eller organisasjonen kan endre det.
people-end-button = Ja, slutt
people-end = Slutt å vere rettleiar for { $name }
code-text = Gi deltakaren ein kode som kan skrivast inn under Min konto, eller send ein e-post. Deltakaren får sjå kva du kan gjere, og vel sjølv.
code-until = Gjeld til og med { $until }
code-email = E-postadressa til deltakaren
code-email-hint = Trengst berre viss du sender ein e-post.
code-make = Lag ein kode
code-mail = Send ein e-post
hand-over-title = Overfør deltakarar
hand-over-text = La ein kollega ta seg av deltakarane mens du er borte, eller for godt. Både de to og deltakarane får ein e-post.
hand-over-nothing = Det finst ingen deltakarar å overføre, eller ingen kollega å overføre dei til.
hand-over-stand-ins = Vikarar akkurat no
hand-over-now = { $who } for { $whom }, til og med { $until }
hand-over-to = Til kven?
hand-over-how = Kor lenge?
hand-over-while = Mens eg er borte
hand-over-while-hint = Kollegaen vikarierer, og det sluttar av seg sjølv.
hand-over-good = For godt
hand-over-good-hint = Du ser ikkje lenger sakene til deltakarane.
hand-over-until = Til og med
hand-over-whom = Kva deltakarar?
hand-over-button = Overfør deltakarar
hand-over-done = { $count ->
    [one] 1 deltakar er overført til { $to }.
   *[other] { $count } deltakarar er overførte til { $to }.
}
hand-over-left = { $count ->
    [one] 1 blei ikkje overført: kollegaen er allereie rettleiar der, eller er ikkje rettleiar i den organisasjonen.
   *[other] { $count } blei ikkje overførte: kollegaen er allereie rettleiar der, eller er ikkje rettleiar i den organisasjonen.
}
bulk-title = Sakene til deltakarane
bulk-filter = Filtrer saker
bulk-person = Deltakar
bulk-everyone = Alle deltakarar
bulk-tick = Kryss av for saka «{ $subject }»
bulk-do = Handlingar for avkryssa saker
bulk-body = Svaret ditt
bulk-body-hint = Det same svaret blir sendt i alle avkryssa saker.
bulk-reply = Svar i alle avkryssa
bulk-close = Lukk alle avkryssa
bulk-export-text = Last ned dei avkryssa sakene, eller alle viss ingen er avkryssa. Det blir notert kven som lastar ned kva.
bulk-csv = Liste (CSV)
bulk-html = Alt, til å lese eller skrive ut
bulk-closed = { $count ->
    [one] 1 sak er lukka.
   *[other] { $count } saker er lukka.
}
bulk-replied = { $count ->
    [one] Svaret ditt er sendt i 1 sak.
   *[other] Svaret ditt er sendt i { $count } saker.
}
bulk-left = { $count ->
    [one] 1 sak gjekk ikkje: du kan berre lese ho, eller ho er ikkje frå deltakaren din.
   *[other] { $count } saker gjekk ikkje: du kan berre lese dei, eller dei er ikkje frå deltakarane dine.
}
cases-title = Saker
cases-made = { $count ->
    [one] 1 sak, lasta ned av { $by } { $when }.
   *[other] { $count } saker, lasta ned av { $by } { $when }.
}
access-title = Kven ser sakene mine?
access-link = Sjå og endre
access-counsellors = Rettleiarar
access-none = Ingen rettleiar ser sakene dine.
access-see = Kan lese sakene dine, men ikkje svare.
access-act = Kan lese sakene dine, svare i dei og skrive til oss for deg.
access-end = Avslutt tilgangen
access-cannot-end = Berre { $organisation } kan avslutte dette. Snakk med rettleiaren din eller med oss.
access-others = Kven andre ser dei?
access-support = Brukarstøtta ser alle saker. Det blir notert når dei opnar ei sak.
access-private = Du kan halde ei enkelt sak privat: då ser berre du og brukarstøtta ho. Knappen finn du i saka.
access-own = I { $organisation } ser ingen kollegar sakene dine.
access-team = I { $organisation } kan dei som er i teamet ditt, lese sakene dine.
access-organisation = I { $organisation } kan alle kollegar lese sakene dine.
access-chosen = I { $organisation } kan { $names } lese sakene dine.
access-code-title = Har du fått ein kode?
access-code-text = Rettleiaren din kan gi deg ein kode med åtte teikn. Du får sjå kven det er før du bestemmer deg.
access-code = Kode
access-code-look = Vis kven det er
access-agree-title = Kan { $name } sjå sakene dine?
access-agree = Ja, det er greitt
access-choose-title = Vel ein rettleiar
access-choose = Vel rettleiaren
access-purpose-hint = Med nokre ord, til dømes «jobbsøking». Rettleiaren ser det.
access-done-ended = Rettleiaren ser ikkje lenger sakene dine.
access-done-let-in = Klart. Rettleiaren får ein e-post om det.
access-done-widened = Rettleiaren kan no sjå sakene dine i alle organisasjonar.
access-done-narrowed = Rettleiaren ser no berre det som gjeld organisasjonen.
access-covers-organisation = Ser det som gjeld { $organisation }.
access-covers-all = Ser sakene dine i alle organisasjonar.
access-widen = Del alle sakene mine
access-widen-text = { $name } ser då alle sakene dine, også dei som gjeld andre organisasjonar.
access-widen-yes = Ja, del alle
access-narrow = Berre det som gjeld { $organisation }
people-address-not-confirmed = Adressa er ikkje stadfest enno: inga rolle gjeld før det.
people-tickets-of = Saker frå personen i køen
private-on = Privat: berre du og brukarstøtta ser saka.
private-off = Dei som kan sjå sakene dine, ser også denne.
private-keep = Hald saka privat
private-share = Ikkje hald saka privat lenger
private-who = Kven ser sakene mine?
private-reads = Du kan lese denne saka, men ikkje svare i ho.
colleagues-title = Sakene til kollegar
colleagues-text = Organisasjonen din lar deg lese desse sakene.
colleagues-mine = Mine
colleagues-whose = Kven sine saker du ser
mail-people-footer = Du får e-posten fordi han gjeld kven som ser saker. Meir finn du på { $url }
mail-access-button = Sjå kven som ser sakene dine
mail-participants-button = Til deltakarane dine
mail-relation-by = Det var { $by } som endra det.
mail-began-participant = Hei { $name }! { $other } er no rettleiaren din.
mail-began-participant-subject = { $other } ser no sakene dine
mail-began-counsellor = Hei { $name }! Du er no rettleiar for { $other }.
mail-began-counsellor-subject = Du er rettleiar for { $other }
mail-ended-participant = Hei { $name }! { $other } er ikkje lenger rettleiaren din og ser ikkje sakene dine.
mail-ended-participant-subject = { $other } ser ikkje lenger sakene dine
mail-ended-counsellor = Hei { $name }! Du er ikkje lenger rettleiar for { $other } og ser ikkje sakene til { $other }.
mail-ended-counsellor-subject = Du er ikkje lenger rettleiar for { $other }
mail-stand-in = Hei { $name }! { $other } vikarierer for { $from } som rettleiaren din.
mail-taken-over = Hei { $name }! { $other } har tatt over etter { $from } som rettleiaren din.
mail-handed-to-you = { $count ->
    [one] Hei { $name }! { $from } har overført 1 deltakar til deg.
   *[other] Hei { $name }! { $from } har overført { $count } deltakarar til deg.
}
mail-handed-over = { $count ->
    [one] Hei { $name }! 1 deltakar er overført frå deg til { $to }.
   *[other] Hei { $name }! { $count } deltakarar er overførte frå deg til { $to }.
}
mail-handed-until = Det gjeld til og med { $until } og sluttar så av seg sjølv.
mail-handed-for-good = Det gjeld for godt.
mail-handed-subject = Deltakarar er overførte
mail-offer = { $by } i { $place } vil vere rettleiaren din. Dette kan rettleiaren gjere:
mail-invitation = { $by } inviterer deg til { $place } som { $role }.
invitation-counsellor = Ein administrator i { $place } kan peike ut ein rettleiar for deg, som då ser sakene dine. Kven det er, ser du alltid under «{ $page }» på kontoen din.
mail-invitation-button = Opne invitasjonen
mail-invitation-until = Lenka fungerer éin gong, til og med { $until }.
mail-invitation-subject = Invitasjon til { $place }
desk-mail-invitation = Invitasjon
desk-mail-relation = Om rettleiarar og deltakarar
audit-do-ticket-answered-for = Svara i ei sak for nokon
audit-do-ticket-closed-for = Lukka ei sak for nokon
audit-do-ticket-reopened-for = Opna ei sak igjen for nokon
audit-do-ticket-made-private = Heldt ei sak privat
audit-do-ticket-shared = Slutta å halde ei sak privat

notice-offer-withdrawn = Trekt tilbake. Koden eller lenka fungerer ikkje lenger.
notice-code-created = Koden er klar. Les han opp for deltakaren.
hand-over-none = Ingen deltakar blei overført.
hand-over-done-until = { $count ->
    [one] 1 deltakar er overført til { $to } til og med { $until }.
   *[other] { $count } deltakarar er overførte til { $to } til og med { $until }.
}
access-end-text = { $name } ser ikkje lenger sakene dine og kan ikkje skrive for deg. De får begge ein e-post.
access-end-yes = Ja, avslutt
people-tie-end-text = { $who } ser ikkje lenger saker frå { $whom }. Begge får ein e-post.
people-take-text = { $name } mistar straks det som følger med rolla.
people-take-yes = Ja, fjern rolla
people-sign-out-sure = Det som ikkje er lagra i dei nettlesarane, kan gå tapt.
people-sign-out-yes = Ja, logg ut
team-remove-text = Teamet forsvinn. Dei som er med i det, er framleis i organisasjonen, men ser ikkje lenger saker gjennom teamet.
team-remove-yes = Ja, fjern teamet
organisation-viewer-remove-text = Personen ser ikkje lenger sakene til medlemene.
organisation-viewer-remove-yes = Ja, fjern
bulk-close-text = Alle avkryssa saker blir lukka. Deltakarane ser det og kan opne dei igjen.
bulk-close-yes = Ja, lukk dei
hand-over-everyone = Alle
people-find = Søk etter deltakar
people-write-short = Skriv
invitation-expired-title = Invitasjonen gjeld ikkje lenger
invitation-expired-text = Han har gått ut, er brukt eller er trekt tilbake. Be den som inviterte deg, om ein ny. Har du allereie godtatt han, kan du logge inn.
