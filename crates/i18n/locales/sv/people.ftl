# Personer, organisationer och roller; handledare och deltagare; vem som ser vems ärenden.
nav-people = Personer
role-approver = godkännare
role-manager = chef
role-one-counsellor = Handledare
scope-see = läsa ärenden
scope-act = läsa, svara och skriva
sharing-own = Ingen: var och en ser bara sina egna
sharing-team = De som är i samma team
sharing-organisation = Alla i organisationen
sharing-chosen = Utvalda personer
problem-taken = Det namnet finns redan. Välj ett annat.
problem-last-admin = Det här är den enda administratören. Gör någon annan till administratör först.
problem-account-deactivated = Kontot med den adressen är inaktiverat. Aktivera det på personens sida först.
problem-enough-mail = Adressen har fått fem inbjudningar den senaste timmen. Vänta en timme innan du skickar en till.
problem-unknown-code = Koden stämmer inte, eller så är den redan använd eller för gammal. Kontrollera den eller be om en ny.
problem-others-relation = Handledaren har redan ett uppdrag för personen som du inte kan ändra. Be den som ordnade det att avsluta det först.
problem-required-ticket = Kryssa i minst ett ärende.
problem-required-participant = Kryssa i minst en person.
relation-scope = Handledaren får
relation-purpose = Varför
relation-purpose-hint = Med några ord, till exempel ”jobbsökning”. Deltagaren ser det.
relation-from = Från och med
relation-until = Till och med
relation-no-end = tills vidare
relation-stands-in = vikarierar för { $name }
people-stand-in = { $name } vikarierar till och med { $until }
relation-only-see = bara läsa
relation-only-see-text = Du kan läsa ärendena men inte svara i dem.
people-tabs = Delar av Personer
people-tab-people = Personer
people-tab-organisations = Organisationer
people-tab-invitations = Inbjudningar
people-tab-import = Importera och exportera
people-count = { $count ->
    [one] 1 person
   *[other] { $count } personer
}
people-search = Namn eller e-post
people-filter = Sök bland personer
people-organisation = Organisation
people-any-organisation = Alla organisationer
people-role = Roll
people-any-role = Alla roller
people-roles = Roller
people-nobody = Ingen passar det du söker.
people-export = Ladda ner personer (CSV)
people-role-in = { $role } i { $organisation }
people-role-portal = { $role } i hela portalen
people-agent = { $role }, nivå { $level }
people-since = Sedan
people-level = Nivå (bara för support)
people-level-column = Nivå
people-level-of = Nivå { $level }
people-place = Organisation eller team
people-whole-portal = Hela portalen
people-take = Ta bort
people-give = Ge en roll
people-give-button = Ge rollen
people-portal-text = I hela portalen har var och en precis en roll: ger du en ny där ersätter den roll som finns. Support och administratör ser allas ärenden.
people-ties = Handledare och deltagare
people-no-ties = Personen har ingen handledare och är inte handledare för någon.
people-tie-see = { $who } får läsa ärenden från { $whom }
people-tie-act = { $who } får läsa och svara i ärenden från { $whom }
people-relate = Ge { $name } en handledare
people-relate-button = Koppla ihop
people-hand-over-of = Lämna över { $name }s deltagare
people-sign-out-title = Inloggad
people-sign-out-text = Loggar ut i alla webbläsare där personen är inloggad, till exempel när en telefon är borta. Personen kan logga in igen genast.
people-sign-out = Logga ut { $name } överallt
people-account = Konto
people-factor-on = Vi frågar efter en kod när personen loggar in.
people-factor-off = Personen har ingen autentiseringsapp.
people-factor-reset-text = Gör det bara om { $name } har tappat både appen och reservkoderna, och du vet säkert att det är rätt person som ber om det. Appen och koderna tas bort, { $name } loggas ut överallt och får ett mejl.
people-activity = Inaktivera kontot
people-active = Kontot är aktivt. Inaktivera det när någon har slutat: allt personen har gjort finns kvar.
people-deactivate = Inaktivera kontot
people-deactivate-text = { $name } loggas ut överallt, kan inte logga in på något sätt, får ett mejl om det och sedan inga fler, och kan inte väljas som handläggare eller handledare. Ärenden, roller och allt som är skrivet finns kvar. Du kan aktivera kontot igen.
people-deactivate-assigned =
    { $count ->
        [one] Det öppna ärende som personen handlägger går tillbaka till kön.
       *[other] De { $count } öppna ärenden som personen handlägger går tillbaka till kön.
    }
people-deactivate-yes = Ja, inaktivera kontot
people-deactivated = Inaktiverad
people-deactivated-since = Kontot är inaktiverat sedan { $date }. Ingen kan logga in på det.
people-reactivate = Aktivera kontot igen
people-reactivate-text = { $name } kan logga in igen, med samma roller som förut, och får ett mejl om det.
people-reactivate-yes = Ja, aktivera kontot
people-done-signed-out = Personen är utloggad överallt.
people-done-given = Rollen är given.
people-done-taken = Rollen är borttagen. Det som följde med den gäller inte längre.
people-done-portal = Rollen i hela portalen är ändrad.
people-done-renamed = Namnet är ändrat.
people-done-factor-reset = Autentiseringsappen är borttagen. Personen är utloggad överallt och får ett mejl.
people-done-deactivated = Kontot är inaktiverat. Personen är utloggad överallt.
people-done-reactivated = Kontot är aktivt igen.
people-done-related = De är ihopkopplade. Båda får ett mejl.
people-done-ended = Kopplingen är avslutad. Den andra får ett mejl.
people-done-created = Organisationen finns nu.
people-done-saved = Sparat.
people-done-team = Teamen är ändrade.
people-done-viewers = Listan är ändrad.
people-done-invited = Inbjudan skickas via mejl.
people-done-withdrawn = Inbjudan är tillbakadragen. Länken fungerar inte längre.
people-done-imported = { $count ->
    [one] Filen är importerad: 1 rad gav en ändring.
   *[other] Filen är importerad: { $count } rader gav ändringar.
}
organisation-none = Det finns inga organisationer än.
organisation-create = Ny organisation
organisation-create-button = Lägg till
organisation-name = Namn på organisationen
organisation-slug = I filer och inställningar heter den { $slug }.
organisation-members = { $count ->
    [one] 1 medlem
   *[other] { $count } medlemmar
}
organisation-settings = Inställningar
organisation-sharing = Vilka kollegor får läsa en medlems ärenden?
organisation-sharing-hint = De kan läsa men inte svara. Ärenden som någon håller privata syns aldrig för kollegor.
organisation-participants-end = Deltagare får själva avsluta vad en handledare får göra för dem
organisation-save = Spara
organisation-viewers = Utvalda personer
organisation-viewers-text = De här personerna får läsa medlemmarnas ärenden.
organisation-viewers-idle = De här personerna får läsa medlemmarnas ärenden om du väljer ”Utvalda personer” ovan. Nu gäller en annan regel.
organisation-viewer = Person
organisation-viewer-add = Lägg till personen
organisation-teams = Team
organisation-no-teams = Inga team än.
team-new = Nytt team
team-add = Lägg till teamet
team-name-of = Namn på teamet { $name }
team-rename = Byt namn
team-remove = Ta bort
invite-title = Bjud in någon
invite-text = Personen får ett mejl med en länk som gäller en gång, i två veckor.
invite-language = Mejlets språk
invite-send = Skicka inbjudan
invite-waiting = Väntar på svar
invite-none = Ingen inbjudan väntar på svar.
invite-withdraw = Dra tillbaka
invite-withdraw-text = Inbjudan ({ $whom }) går inte längre att använda.
invite-withdraw-yes = Ja, dra tillbaka
invitation-title = Du är inbjuden
invitation-accept = Tacka ja
invitation-sign-in = Inbjudan gick till { $email }. Logga in med den adressen för att tacka ja.
invitation-other = Inbjudan gick till { $email }, men du är inloggad som någon annan. Logga ut och öppna länken igen.
invitation-join = Skriv ditt namn och välj ett lösenord. Du loggar sedan in med { $email }.
invitation-first-password = Välj ett lösenord. Du loggar sedan in med { $email }.
import-title = Importera från en fil
import-text = Först ser du rad för rad vad som kommer att hända. Ingenting ändras förrän du trycker på knappen på nästa sida. Roller läggs till men tas aldrig bort.
import-what = Vad innehåller filen?
import-what-people = Personer och roller
import-what-relations = Handledare och deltagare
import-columns = Kolumner:
import-columns-people = email, name, organisation, team, role, level, language
import-columns-relations = counsellor, participant, organisation, purpose, scope, since, until
import-file = Fil (CSV)
import-language = Språk för nya personer
import-language-hint = Gäller rader som inte har något i kolumnen language. Där kan det stå sv, nb, nn eller en, eller språkets namn. Den som redan har ett konto behåller sitt språk.
import-silent = Skicka inga mejl nu
import-silent-hint = Konton skapas, men ingen får något mejl. Senare kan var och en välja ett lösenord med ”Har du glömt lösenordet?” på inloggningssidan, eller så bjuder du in dem under Inbjudningar. Gäller bara personer och roller.
import-look = Förhandsgranska
import-look-title = Förhandsgranskning
import-summary =
    { $deeds ->
        [0] Inga rader kan importeras.
        [one] 1 rad kan importeras.
       *[other] { $deeds } rader kan importeras.
    } { $wrong ->
        [0] Inga rader är fel.
        [one] 1 rad är fel och hoppas över.
       *[other] { $wrong } rader är fel och hoppas över.
    }
import-line = Rad
import-who = Vem
import-detail-name = Namn
import-detail-role = Roll
import-detail-purpose = Syfte
import-detail-scope = Omfattning
import-outcome = Vad som händer
import-nothing = Ingen ändring
import-do-invite = Bjuds in via mejl
import-do-create = Nytt konto, får ett mejl
import-do-create-quietly = Nytt konto, inget mejl
import-do-give = Får rollen
import-do-relate = Kopplas ihop
import-trouble-address = E-postadressen är fel skriven
import-trouble-name = Namn saknas för en ny person
import-trouble-organisation = Okänd organisation
import-trouble-team = Okänt team
import-trouble-role = Okänd roll, eller en som du inte får ge
import-trouble-level = Nivån ska vara 1, 2 eller 3
import-trouble-language = Språket ska vara sv, nb, nn eller en, eller dess namn
import-trouble-needs-email = Måste bjudas in med ett mejl
import-trouble-twice = Står redan längre upp
import-trouble-not-member = Deltagaren finns inte i organisationen
import-trouble-not-counsellor = Handledaren finns inte i organisationen
import-trouble-scope = Omfattning ska vara see eller act, och syftet högst 200 tecken
import-trouble-time = Datum ska skrivas 2026-12-31, med slutet efter början
import-trouble-admin = En administratör ändras inte med en fil
import-trouble-others = Det finns redan ett uppdrag mellan de två som du inte kan ändra
import-trouble-self = Du kan inte ge dig själv en roll eller personer
import-empty = Filen är tom.
import-no-column = Kolumnen { $column } saknas. Filen behöver en rad med kolumnernas namn ovanför personerna.
import-too-long = Filen har för många rader. Dela den i flera, med högst 2 000 rader i varje.
import-open-quote = Ett citattecken på rad { $line } avslutas inte på samma rad, så raderna efter den skulle försvinna. Ta bort det eller sätt dit ett till, och ta bort radbrytningar inne i cellen.
import-button = { $count ->
    [one] Importera 1 rad
   *[other] Importera { $count } rader
}
import-again = Välj en annan fil
export-title = Ladda ner
export-text = Filerna öppnas i kalkylprogram och går att importera igen.
relations-export = Ladda ner handledare och deltagare (CSV)
people-invite = Bjud in en deltagare
people-all-tickets = Se allas ärenden på ett ställe.
people-end-text = Du ser inte längre personens ärenden. Bara deltagaren eller organisationen kan ändra det.
people-end-button = Ja, sluta
people-end = Sluta vara handledare för { $name }
code-text = Ge deltagaren en kod att skriva under Mitt konto, eller skicka ett mejl. Deltagaren får se vad du får göra och väljer själv.
code-until = Gäller till och med { $until }
code-email = Deltagarens e-post
code-email-hint = Behövs bara om du skickar ett mejl.
code-make = Skapa en kod
code-mail = Skicka ett mejl
hand-over-title = Lämna över deltagare
hand-over-text = Låt en kollega ta hand om deltagarna medan du är borta, eller för gott. Ni båda och deltagarna får ett mejl.
hand-over-nothing = Det finns inga deltagare att lämna över, eller ingen kollega att lämna över till.
hand-over-stand-ins = Vikarier just nu
hand-over-now = { $who } för { $whom }, till och med { $until }
hand-over-to = Till vem?
hand-over-how = Hur länge?
hand-over-while = Medan jag är borta
hand-over-while-hint = Kollegan vikarierar och det slutar av sig självt.
hand-over-good = För gott
hand-over-good-hint = Du ser inte längre deltagarnas ärenden.
hand-over-until = Till och med
hand-over-whom = Vilka deltagare?
hand-over-button = Lämna över deltagare
hand-over-done = { $count ->
    [one] 1 deltagare är överlämnad till { $to }.
   *[other] { $count } deltagare är överlämnade till { $to }.
}
hand-over-left = { $count ->
    [one] 1 lämnades inte över: kollegan är redan handledare där, eller är inte handledare i den organisationen.
   *[other] { $count } lämnades inte över: kollegan är redan handledare där, eller är inte handledare i den organisationen.
}
bulk-title = Deltagarnas ärenden
bulk-filter = Filtrera ärenden
bulk-person = Deltagare
bulk-everyone = Alla deltagare
bulk-tick = Kryssa i ärendet ”{ $subject }”
bulk-do = Åtgärder för ikryssade ärenden
bulk-body = Ditt svar
bulk-body-hint = Samma svar skickas i alla ikryssade ärenden.
bulk-reply = Svara i alla ikryssade
bulk-close = Stäng alla ikryssade
bulk-export-text = Ladda ner de ikryssade ärendena, eller alla om inget är ikryssat. Det noteras vem som laddar ner vad.
bulk-csv = Lista (CSV)
bulk-html = Allt att läsa eller skriva ut
bulk-closed = { $count ->
    [one] 1 ärende är stängt.
   *[other] { $count } ärenden är stängda.
}
bulk-replied = { $count ->
    [one] Ditt svar är skickat i 1 ärende.
   *[other] Ditt svar är skickat i { $count } ärenden.
}
bulk-left = { $count ->
    [one] 1 ärende gick inte: du får bara läsa det, eller så är det inte din deltagares.
   *[other] { $count } ärenden gick inte: du får bara läsa dem, eller så är de inte dina deltagares.
}
cases-title = Ärenden
cases-made = { $count ->
    [one] 1 ärende, nedladdat av { $by } { $when }.
   *[other] { $count } ärenden, nedladdade av { $by } { $when }.
}
access-title = Vem ser mina ärenden?
access-link = Se och ändra
access-counsellors = Handledare
access-none = Ingen handledare ser dina ärenden.
access-see = Kan läsa dina ärenden, men inte svara.
access-act = Kan läsa dina ärenden, svara i dem och skriva till oss för dig.
access-end = Avsluta åtkomsten
access-cannot-end = Bara { $organisation } kan avsluta det här. Prata med din handledare eller med oss.
access-others = Vilka fler ser dem?
access-support = Supporten ser alla ärenden. Det noteras när de öppnar ett.
access-private = Du kan hålla ett enskilt ärende privat: då ser bara du och supporten det. Knappen finns i ärendet.
access-own = I { $organisation } ser inga kollegor dina ärenden.
access-team = I { $organisation } kan de som är i ditt team läsa dina ärenden.
access-organisation = I { $organisation } kan alla kollegor läsa dina ärenden.
access-chosen = I { $organisation } kan { $names } läsa dina ärenden.
access-code-title = Har du fått en kod?
access-code-text = Din handledare kan ge dig en kod med åtta tecken. Du får se vem det är innan du bestämmer dig.
access-code = Kod
access-code-look = Visa vem det är
access-agree-title = Får { $name } se dina ärenden?
access-agree = Ja, det är okej
access-choose-title = Välj en handledare
access-choose = Välj handledaren
access-purpose-hint = Med några ord, till exempel ”jobbsökning”. Handledaren ser det.
access-done-ended = Handledaren ser inte längre dina ärenden.
access-done-let-in = Klart. Handledaren får ett mejl om det.
access-done-widened = Handledaren kan nu se dina ärenden i alla organisationer.
access-done-narrowed = Handledaren ser nu bara det som gäller organisationen.
access-covers-organisation = Ser det som gäller { $organisation }.
access-covers-all = Ser dina ärenden i alla organisationer.
access-widen = Dela alla mina ärenden
access-widen-text = { $name } ser då alla dina ärenden, också de som gäller andra organisationer.
access-widen-yes = Ja, dela alla
access-narrow = Bara det som gäller { $organisation }
people-address-not-confirmed = Adressen är inte bekräftad än: ingen roll gäller före det.
people-tickets-of = Personens ärenden i kön
private-on = Privat: bara du och supporten ser ärendet.
private-off = De som får se dina ärenden ser också det här.
private-keep = Håll ärendet privat
private-share = Låt det inte vara privat längre
private-who = Vem ser mina ärenden?
private-reads = Du kan läsa det här ärendet men inte svara i det.
colleagues-title = Kollegors ärenden
colleagues-text = Din organisation låter dig läsa de här ärendena.
colleagues-mine = Mina
colleagues-whose = Vems ärenden visas
mail-people-footer = Du får mejlet för att det gäller vem som ser ärenden. Mer finns på { $url }
mail-access-button = Se vem som ser dina ärenden
mail-participants-button = Till dina deltagare
mail-relation-by = Det var { $by } som ändrade det.
mail-began-participant = Hej { $name }! { $other } är nu din handledare.
mail-began-participant-subject = { $other } ser nu dina ärenden
mail-began-counsellor = Hej { $name }! Du är nu handledare för { $other }.
mail-began-counsellor-subject = Du är handledare för { $other }
mail-ended-participant = Hej { $name }! { $other } är inte längre din handledare och ser inte dina ärenden.
mail-ended-participant-subject = { $other } ser inte längre dina ärenden
mail-ended-counsellor = Hej { $name }! Du är inte längre handledare för { $other } och ser inte längre ärenden från { $other }.
mail-ended-counsellor-subject = Du är inte längre handledare för { $other }
mail-stand-in = Hej { $name }! { $other } vikarierar för { $from } som din handledare.
mail-taken-over = Hej { $name }! { $other } har tagit över efter { $from } som din handledare.
mail-handed-to-you = { $count ->
    [one] Hej { $name }! { $from } har lämnat över 1 deltagare till dig.
   *[other] Hej { $name }! { $from } har lämnat över { $count } deltagare till dig.
}
mail-handed-over = { $count ->
    [one] Hej { $name }! 1 deltagare är överlämnad från dig till { $to }.
   *[other] Hej { $name }! { $count } deltagare är överlämnade från dig till { $to }.
}
mail-handed-until = Det gäller till och med { $until } och slutar sedan av sig självt.
mail-handed-for-good = Det gäller för gott.
mail-handed-subject = Deltagare har lämnats över
mail-offer = { $by } i { $place } vill vara din handledare. Det här får handledaren göra:
mail-invitation = { $by } bjuder in dig till { $place } som { $role }.
invitation-counsellor = Den som är administratör i { $place } kan utse en handledare åt dig, som då ser dina ärenden. Vem det är ser du alltid under ”{ $page }” på ditt konto.
mail-invitation-button = Öppna inbjudan
mail-invitation-until = Länken fungerar en gång, till och med { $until }.
mail-invitation-subject = Inbjudan till { $place }
desk-mail-invitation = Inbjudan
desk-mail-relation = Om handledare och deltagare
audit-do-ticket-answered-for = Svarade i ett ärende för någon
audit-do-ticket-closed-for = Stängde ett ärende för någon
audit-do-ticket-reopened-for = Öppnade ett ärende igen för någon
audit-do-ticket-made-private = Höll ett ärende privat
audit-do-ticket-shared = Lät ett ärende inte längre vara privat

notice-offer-withdrawn = Tillbakadragen. Koden eller länken fungerar inte längre.
notice-code-created = Koden är klar. Läs upp den för deltagaren.
hand-over-none = Ingen deltagare blev överlämnad.
hand-over-done-until = { $count ->
    [one] 1 deltagare är överlämnad till { $to } till och med { $until }.
   *[other] { $count } deltagare är överlämnade till { $to } till och med { $until }.
}
access-end-text = { $name } ser inte längre dina ärenden och kan inte skriva för dig. Ni får båda ett mejl.
access-end-yes = Ja, avsluta
people-tie-end-text = { $who } ser inte längre ärenden från { $whom }. Båda får ett mejl.
people-take-text = { $name } förlorar genast det som följer med rollen.
people-take-yes = Ja, ta bort rollen
people-sign-out-sure = Det som inte är sparat i de webbläsarna kan gå förlorat.
people-sign-out-yes = Ja, logga ut
team-remove-text = Teamet försvinner. De som är med i det är kvar i organisationen, men ser inte längre ärenden genom teamet.
team-remove-yes = Ja, ta bort teamet
organisation-viewer-remove-text = Personen ser inte längre medlemmarnas ärenden.
organisation-viewer-remove-yes = Ja, ta bort
bulk-close-text = Alla ikryssade ärenden stängs. Deltagarna ser det och kan öppna dem igen.
bulk-close-yes = Ja, stäng dem
hand-over-everyone = Alla
people-find = Sök deltagare
people-write-short = Skriv
invitation-expired-title = Inbjudan gäller inte längre
invitation-expired-text = Den har gått ut, använts eller tagits tillbaka. Be den som bjöd in dig om en ny. Har du redan tackat ja kan du logga in.
