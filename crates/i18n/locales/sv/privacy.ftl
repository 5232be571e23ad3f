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
audit-kind = Slag
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

audit-do-account-added = Lade till ett konto
audit-do-account-registered = Skapade ett konto
audit-do-account-removed = Kontot togs bort
audit-do-audit-exported = Laddade ner loggen
audit-do-cases-exported = Laddade ner deltagares ärenden
audit-do-code-made = Skapade en inbjudningskod
audit-do-data-downloaded = Laddade ner sina uppgifter
audit-do-deletion-asked = Bad om att kontot ska tas bort
audit-do-deletion-withdrawn = Ångrade att kontot ska tas bort
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
audit-do-people-imported = Läste in personer från en fil
audit-do-relation-began = Kopplade en handledare till en deltagare
audit-do-relation-ended = Avslutade kopplingen mellan handledare och deltagare
audit-do-relation-handed-over = Lämnade över deltagare till en kollega
audit-do-relations-exported = Laddade ner en lista över handledare och deltagare
audit-do-relations-imported = Läste in handledare och deltagare från en fil
audit-do-retention-applied = Gallrade gamla uppgifter
audit-do-role-changed = Ändrade en roll
audit-do-role-given = Gav en roll
audit-do-role-taken = Tog bort en roll
audit-do-session-ended = Loggades ut
audit-do-session-refused = Nekades inloggning
audit-do-session-started = Loggade in
audit-do-team-added = Lade till ett team
audit-do-team-removed = Tog bort ett team
audit-do-team-renamed = Bytte namn på ett team
audit-do-ticket-claimed = Tog över ärenden som skickats in utan konto
audit-do-ticket-filed-for = Skickade in ett ärende för någon
audit-do-ticket-opened = Öppnade ett ärende
audit-do-ticket-redacted = Tog bort uppgifter ur ett ärende
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
redact-note = Tog bort uppgifter ur ärendet: text på { $places } ställen, { $files } filer.
