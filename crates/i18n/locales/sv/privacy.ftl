# Granskningslogg, egna uppgifter, gallring, personnummer.

audit-title = Granskningslogg
audit-intro = Vem som har gjort vad, när och varifrån. Raderna kan inte ändras.
audit-filter-label = Filtrera loggen
audit-who = Vem
audit-who-hint = Del av namnet, eller hela e-postadressen
audit-who-id = Vem, id
audit-action = Vad
audit-code = Vad, kod
audit-any-action = Allt
audit-kind = Typ
audit-target = Vad det gäller
audit-target-hint = Ärendenummer, e-postadress eller id
audit-target-id = Vad det gäller, id
audit-organisation = Organisation
audit-from = Från och med
audit-until = Till och med
audit-when = När
audit-address = Nätverksadress
audit-details = Mer
audit-nobody = Ingen inloggad
audit-none = Det finns inga rader som passar.
audit-older = Äldre
audit-newest = Till de nyaste
audit-export = Ladda ner som CSV
audit-export-hint = Att du laddar ner hamnar i loggen.

audit-detail-counsellor = Handledare
audit-detail-participant = Deltagare
audit-detail-requester = Vems ärende
audit-detail-from = Från
audit-detail-role = Roll
audit-detail-level = Nivå
audit-detail-team = Team
audit-detail-organisation = Organisation
audit-detail-scope = Får
audit-detail-until = Till
audit-detail-stands-in-for = Vikarie för
audit-detail-by = Hur
audit-detail-device = Webbläsare
audit-detail-new-device = Ny webbläsare
audit-detail-sessions-ended = Avslutade inloggningar
audit-detail-provider = Leverantör
audit-detail-identity = Sätt att logga in, id
audit-detail-reason = Varför
audit-detail-account = Adressen, som kod
audit-detail-places = Ställen
audit-detail-files = Filer
audit-detail-lines = Rader
audit-detail-people = Personer
audit-detail-tickets = Ärenden
audit-detail-format = Filtyp
audit-detail-slug = Kortnamn
audit-detail-renamed = Nytt namn
audit-detail-sharing = Vilka som ser kollegors ärenden
audit-detail-participants-end = Deltagare får avsluta
audit-detail-setting = Inställning
audit-detail-version = Version
audit-detail-priority = Prioritet
audit-detail-kind = Slag
audit-detail-topic = Ämne
audit-detail-assignee = Handläggare
audit-detail-respond-by = Svar senast
setting-phone = Supportens telefonnummer
setting-branding = Namn och utseende
setting-components = Tjänster på driftlägessidan
setting-channels = Sätt att nå oss
setting-plans = Planer
setting-statements = Tillgänglighet och personuppgifter
setting-service-level = Svarstider
setting-calendar = Öppettider
setting-topics = Ämnen
setting-triage = Nya ärenden
setting-escalation = Eskalering
setting-follow-up = Efter lösningen
setting-aims = Mål
setting-reply-templates = Svarsmallar
audit-by-password = lösenord
audit-by-mailed-link = länk i ett mejl
audit-by-sign-out = utloggning
audit-by-account-page = sidan för kontot
audit-by-administrator = en administratör
audit-by-command-line = kommandoraden
audit-by-invitation = en inbjudan
audit-by-import = en importerad fil
audit-by-provider = leverantören
audit-reason-away = leverantören svarade inte
audit-reason-said = leverantören sa nej
audit-reason-code = koden togs inte emot
audit-reason-issuer = svaret kom från någon annan
audit-reason-token = intyget gick inte att lita på
audit-reason-level = för svag inloggning
audit-reason-stale = det tog för lång tid
audit-reason-taken = hör redan till ett annat konto
audit-thing-user = Person
audit-thing-ticket = Ärende
audit-thing-organisation = Organisation
audit-thing-team = Team
audit-thing-invitation = Inbjudan

audit-do-account-added = Lade till ett konto
audit-do-account-deactivated = Inaktiverade ett konto
audit-do-account-reactivated = Aktiverade ett konto igen
audit-do-account-registered = Skapade ett konto
audit-do-account-removed = Kontot togs bort
audit-do-account-renamed = Ändrade namnet på ett konto
audit-do-audit-exported = Laddade ner loggen
audit-do-cases-exported = Laddade ner deltagares ärenden
audit-do-code-made = Skapade en inbjudningskod
audit-do-data-downloaded = Laddade ner sina uppgifter
audit-do-deletion-asked = Bad om att kontot ska tas bort
audit-do-deletion-withdrawn = Ångrade att kontot ska tas bort
audit-do-email-change-asked = Bad om en annan e-postadress
audit-do-email-change-refused = Nekade ett byte till sin e-postadress
audit-do-email-changed = Bytte e-postadress
audit-do-email-confirmed = Bekräftade sin e-postadress
audit-do-identity-connected = Kopplade ett sätt att logga in
audit-do-identity-disconnected = Tog bort ett sätt att logga in
audit-do-identity-refused = Nekades inloggning
audit-do-identity-used = Loggade in med en leverantör
audit-do-invitation-accepted = Tackade ja till en inbjudan
audit-do-invitation-sent = Bjöd in någon
audit-do-invitation-withdrawn = Drog tillbaka en inbjudan
audit-do-organisation-changed = Ändrade en organisation
audit-do-organisation-created = Lade till en organisation
audit-do-password-changed = Bytte lösenord
audit-do-people-exported = Laddade ner en lista över personer
audit-do-people-imported = Importerade personer från en fil
audit-do-recovery-code-used = Loggade in med en reservkod
audit-do-recovery-codes-renewed = Gjorde nya reservkoder
audit-do-relation-began = Kopplade en handledare till en deltagare
audit-do-relation-widened = Lät en handledare se ärenden i alla organisationer
audit-do-relation-narrowed = Lät en handledare se bara en organisations ärenden
audit-do-relation-ended = Avslutade kopplingen mellan handledare och deltagare
audit-do-relation-handed-over = Lämnade över deltagare till en kollega
audit-do-relations-exported = Laddade ner en lista över handledare och deltagare
audit-do-relations-imported = Importerade handledare och deltagare från en fil
audit-do-retention-applied = Gallrade gamla uppgifter
audit-do-role-changed = Ändrade en roll
audit-do-role-given = Gav en roll
audit-do-role-taken = Tog bort en roll
audit-do-second-factor-added = Kopplade en autentiseringsapp
audit-do-second-factor-refused = Angav fel kod
audit-do-second-factor-removed = Tog bort en autentiseringsapp
audit-do-session-ended = Loggades ut
audit-do-session-refused = Nekades inloggning
audit-do-session-started = Loggade in
audit-do-setting-changed = Ändrade en inställning
audit-do-status-corrected = Rättade en text om driftläget
audit-do-team-added = Lade till ett team
audit-do-team-removed = Tog bort ett team
audit-do-team-renamed = Bytte namn på ett team
audit-do-ticket-claimed = Tog över ärenden som skickats in utan konto
audit-do-ticket-address-corrected = Rättade adressen i ett ärende utan konto
audit-do-ticket-changed = Ändrade ett ärendes prioritet eller handläggare
audit-do-mail-discarded = Slängde ett mejl som inte gått fram
audit-do-mail-resent = Skickade om mejl som inte gått fram
audit-do-ticket-filed-for = Skickade in ett ärende för någon
audit-do-ticket-opened = Öppnade ett ärende
audit-do-ticket-redacted = Tog bort uppgifter ur ett ärende
audit-do-ticket-escalated = Lyfte ett ärende
audit-do-user-created = Lade till en person
audit-do-user-registered = Fick ett konto vid första inloggningen
audit-do-viewer-chosen = Lät någon se kollegors ärenden
audit-do-viewer-removed = Lät någon inte längre se kollegors ärenden

problem-not-in-ticket = Det står inte i ärendet. Välj något i listorna, eller skriv texten så som den står, minst tre tecken.

number-typing = Det här ser ut som ett personnummer. Vi behöver det inte. Ta gärna bort det innan du skickar.
number-check = Det ser ut som att du har skrivit ett personnummer. Vi behöver det inte. Välj Ändra om du vill ta bort det.
number-sent = Det ser ut som att ett personnummer står i det du skickade. Skriv till oss här nedanför om du vill att vi tar bort det.

redact-title = Ta bort personuppgifter
redact-link = Ta bort personuppgifter
redact-found = { $count ->
    [one] Ett personnummer står i ärendet.
   *[other] { $count } personnummer står i ärendet.
}
redact-found-link = Ta bort det som inte behövs
redact-intro = Det du väljer byts mot ▇▇▇ överallt i ärendet: rubrik, meddelanden, anteckningar, utkast, mejl som väntar och loggen. Det går inte att ångra.
redact-sent = Mejl som redan har skickats kan vi inte kalla tillbaka.
redact-numbers = Personnummer i ärendet
redact-number = { $number } ({ $kind }), { $places ->
    [one] ett ställe
   *[other] { $places } ställen
}
redact-no-numbers = Vi hittar inga personnummer i texten. I filer letar vi inte.
redact-kind-personnummer = svenskt personnummer
redact-kind-samordningsnummer = svenskt samordningsnummer
redact-kind-fodselsnummer = norskt födelsenummer
redact-kind-hjelpenummer = norskt hjelpenummer
redact-kind-interimsnummer = svenskt interimsnummer
redact-kind-d-nummer = norskt D-nummer
redact-text = Ta bort den här texten överallt
redact-text-hint = Kopiera texten från ärendet. Stora och små bokstäver räknas lika.
redact-files = Filer som ska tas bort helt
redact-go-on = Fortsätt
redact-check-title = Ska det här bort?
redact-check-places = { $count ->
    [0] Ingen text tas bort.
    [one] Text tas bort på ett ställe.
   *[other] Text tas bort på { $count } ställen.
}
redact-check-files = { $count ->
    [0] Ingen fil tas bort.
    [one] En fil tas bort.
   *[other] { $count } filer tas bort.
}
redact-do = Ta bort för alltid
redact-note = Tog bort uppgifter ur ärendet: { $places ->
    [0] ingen text
    [one] text på ett ställe
   *[other] text på { $places } ställen
}, { $files ->
    [0] inga filer
    [one] en fil
   *[other] { $files } filer
}.

data-title = Dina uppgifter
data-open = Ladda ner eller ta bort
data-link = Dina uppgifter
data-intro = Här ser du vad vi har om dig, och här kan du be oss ta bort det.
data-download-title = Ladda ner allt om dig
data-download-text = Du får en ZIP-fil med en sida att läsa (min-data.html) och samma innehåll för program (data.json): dina kontouppgifter, ärenden med meddelanden och filer, betyg, inloggningar och vad loggen säger om dig. Supportens interna anteckningar är inte med, och inte heller andras uppgifter utöver namnen på meddelanden.
data-download-guest = Ärenden som du har skickat in utan konto är inte med förrän du har kopplat dem till ditt konto.
data-download = Ladda ner

own-file-page = min-data.html
own-page-title = Det här har vi om dig
own-page-intro = Filerna ligger i mappen files bredvid den här sidan. Samma innehåll för program finns i data.json.
own-none = Inget.
own-what = Vad
own-value = Innehåll
own-profile = Konto
own-name = Namn
own-role = Roll
own-lang = Språk
own-since = Sedan
own-seen = Senast
own-until = Till
own-confirmed = E-postadressen bekräftad
own-has-password = Har lösenord
own-factor = Kod vid inloggning sedan
own-new-email = Ny e-postadress som väntar på bekräftelse
own-removal = Kontot tas bort
own-invitations = Inbjudningar som väntar
own-invited-by = Från
own-memberships = Organisationer
own-team = Team
own-relations = Handledare och deltagare
own-counsellor = Handledare
own-participant = Deltagare
own-purpose = Varför
own-scope = Kan
own-scope-see = se
own-scope-act = se och svara
own-tickets = Ärenden
own-filed = Ärenden du har skickat in för andra
own-drafts = Påbörjade formulär
own-surveys = Betyg på hjälpen
own-score = Betyg
own-comment = Kommentar
own-ratings = Betyg på artiklar
own-followed-errors = Kända fel som du följer
own-article = Artikel
own-helpful = Hjälpte
own-identities = Sätt att logga in
own-provider = Leverantör
own-subject = Id där
own-sessions = Inloggade webbläsare
own-devices = Webbläsare du har använt
own-device = Webbläsare
own-log = Vad loggen säger om dig
own-you = Du
own-someone = Någon annan

problem-still-open = Du har ärenden som pågår. Stäng dem först, eller vänta tills de är klara.
problem-still-admin = Du är administratör för hela portalen. Be en annan administratör ta ifrån dig rollen först.

delete-title = Ta bort mitt konto
delete-text = Vi tar bort ditt namn, din e-postadress, ditt lösenord, dina sätt att logga in och det du inte har skickat. Kopplingar till handledare och organisationer avslutas.
delete-kept-title = Det här blir kvar
delete-kept-tickets = Dina ärenden och det du har skrivit i dem, utan ditt namn och din e-postadress. Står något om dig i texten, be oss ta bort det innan du tar bort kontot.
delete-kept-tickets-for = { $days ->
    [one] Ärenden som är klara tas bort efter en dag.
   *[other] Ärenden som är klara tas bort efter { $days } dagar.
}
delete-kept-tickets-ever = Ärenden som är klara tas inte bort av sig själva.
delete-kept-log = Raderna i granskningsloggen, med namn och nätverksadress, som visar vem som har gjort vad.
delete-kept-log-for = { $days ->
    [one] Rader i loggen tas bort efter en dag.
   *[other] Rader i loggen tas bort efter { $days } dagar.
}
delete-kept-log-ever = Rader i loggen tas inte bort av sig själva.
delete-wait = { $days ->
    [0] Kontot tas bort inom en timme efter att du har bett om det.
    [one] Kontot tas bort en dag efter att du har bett om det. Till dess kan du ångra dig.
   *[other] Kontot tas bort { $days } dagar efter att du har bett om det. Till dess kan du ångra dig.
}
delete-sure = Ja, ta bort mitt konto
delete-ask = Be om att kontot tas bort
delete-open = { $count ->
    [one] Du har ett ärende som pågår. Stäng det först, eller vänta tills det är klart.
   *[other] Du har { $count } ärenden som pågår. Stäng dem först, eller vänta tills de är klara.
}
delete-open-link = Se ärenden som pågår
delete-waiting = Ditt konto tas bort { $when }.
delete-waiting-open = Det väntar tills ärendet eller ärendena som pågår är klara.
delete-waiting-inactive = Ingen har använt kontot på länge. Det blir kvar, eftersom du är här.
delete-withdraw = Behåll kontot
removed-person = Borttagen person

mail-deletion-subject = Ditt konto tas bort
mail-deletion = Hej { $name }! Vi har fått en begäran om att ta bort ditt konto. Det sker { $when }.
mail-deletion-undo = Har du ångrat dig, eller var det inte du? Logga in och välj Behåll kontot.
mail-inactive-subject = Ditt konto används inte
mail-inactive = Hej { $name }! Du har inte använt ditt konto på länge. Därför tar vi bort det { $when }.
mail-inactive-undo = Vill du ha kvar det räcker det att du loggar in före dess.
mail-deletion-withdrawn-subject = Ditt konto blir kvar
mail-deletion-withdrawn = Hej { $name }! Begäran om att ta bort ditt konto är tillbakadragen. Kontot blir kvar.
mail-removed-subject = Ditt konto är borttaget
mail-removed = Hej { $name }! Ditt konto är borttaget, med namn, e-postadress och allt du kunde logga in med.
mail-removed-kept = Det du har skrivit i ärenden finns kvar utan ditt namn. Det här är det sista mejlet från oss.
mail-footer-privacy = Du får mejlet för att det gäller ditt konto på { $url }

retention-title = Gallring
retention-intro = Vad som tas bort för att det är gammalt, enligt inställningarna. Portalen gör det varje timme.
retention-now-command = Genast, på kommandoraden:
retention-what = Vad
retention-rule = Regel
retention-now = Tas bort nu
retention-oldest = Äldst
retention-keep = Behålls
retention-after = { $days ->
    [0] Genast
    [one] Efter en dag
   *[other] Efter { $days } dagar
}
retention-kind-drafts = Påbörjade formulär
retention-kind-closed-tickets = Klara ärenden, med konto
retention-kind-guest-tickets = Klara ärenden, utan konto
retention-kind-parked-mail = Mejl som inte gick att skicka
retention-kind-ended-relations = Avslutade uppdrag som handledare
retention-kind-rating-comments = Kommentarer till artiklar
retention-kind-audit = Rader i granskningsloggen
retention-kind-inactive-accounts = Konton som ingen använder (får ett mejl)
retention-kind-due-accounts = Konton vars väntetid är över

wait-seconds = { $count ->
    [one] en sekund
   *[other] { $count } sekunder
}

notice-deletion-requested = Vi har tagit emot din begäran om att ta bort kontot.
notice-deletion-withdrawn = Begäran är återtagen. Kontot är kvar.
