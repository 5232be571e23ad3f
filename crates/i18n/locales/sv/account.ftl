# Inloggning.
sign-in-title = Logga in
sign-in-intro = Som inloggad ser du alla dina ärenden på ett ställe.
sign-in-unsent = Du har loggats ut. Det du skrev finns kvar: logga in, så kan du skicka det. Har du inget konto, öppna länken i mejlet om ärendet igen.
sign-in-guest = Du kan också skriva till oss utan att logga in.
field-email = E-postadress
field-password = Lösenord
demo-title = Demokonton
demo-text = Det här är en demonstration. Välj vem du vill vara. Alla har samma lösenord:
role-participant = deltagare
role-counsellor = handledare
role-agent = support
role-staff = drift
role-admin = administratör
sign-in-forgotten = Har du glömt lösenordet?
sign-in-by-link = Logga in med en länk i ett mejl
sign-in-register = Skapa ett konto
dead-link-title = Länken fungerar inte längre
dead-link-text = En länk fungerar en gång och bara en tid. Be om en ny om du behöver den.
dead-link-again = Be om en ny länk
mail-sent-title = Titta i din e-post
mail-sent-text = Om adressen hör till ett konto har vi skickat ett mejl med en länk. Öppna den för att gå vidare.
mail-sent-none = Kom det inget mejl efter några minuter? Titta bland skräpposten och se efter att adressen är rätt skriven.
register-title = Skapa ett konto
register-intro = Vi skickar ett mejl med en länk. Där väljer du ett lösenord, och sedan är kontot klart.
register-intro-now = Med ett konto ser du alla dina ärenden på ett ställe.
register-button = Skapa konto
register-known = Har du redan ett konto?
register-sent-text = Vi har skickat ett mejl till dig. Öppna länken i det för att bli klar.
register-done-title = Tack!
register-done-text = Om adressen inte redan hade ett konto har den det nu, och du kan logga in.
register-confirm-title = Välj ett lösenord
register-confirm-text = Hej { $name }! Kontot får adressen { $email }. Välj ett lösenord så är det klart.
register-confirm-button = Skapa kontot och logga in
password-hint = Minst { $min } tecken. Några ord efter varandra är lätta att minnas och svåra att gissa.
password-new = Nytt lösenord
password-current = Ditt lösenord nu
password-save = Spara lösenordet
password-title = Byt lösenord
password-text = När du byter lösenord loggas alla andra webbläsare ut.
password-none = Du har inget lösenord. Vi kan skicka ett mejl med en länk där du väljer ett.
forgotten-title = Glömt lösenord
forgotten-text = Skriv adressen du loggar in med. Vi skickar ett mejl med en länk där du väljer ett nytt lösenord.
forgotten-button = Skicka ett mejl
reset-title = Välj ett nytt lösenord
reset-text = Lösenordet gäller kontot { $email }. Alla webbläsare loggas ut, och sedan loggas du in här.
link-sign-in-title = Logga in med en länk
link-sign-in-text = Skriv din adress. Vi skickar ett mejl med en länk som loggar in dig, utan lösenord.
link-sign-in-button = Skicka länken
link-open-title = Logga in
link-open-text = Du loggar in som { $email }.
code-title = Ett steg till
field-code = Kod
code-hint = De sex siffrorna i din autentiseringsapp, eller en av dina reservkoder.
code-lost = Har du varken appen eller en reservkod? Skriv till oss utan att logga in, så hjälper vi dig.
proof-title = Visa att det är du
proof-hint = För att vi ska veta att det är du.
proof-again = Det var ett tag sedan du loggade in. Logga ut och in igen för att ändra det här.
email-title = Byt e-postadress
email-text = Din adress nu är { $email }. Vi skickar ett mejl till den och ett till den nya. Adressen byts när du har öppnat länkarna i båda.
email-new = Ny e-postadress
email-button = Skicka mejlen
email-agree-title = Byt e-postadress
email-agree-old = Kontot som har den här adressen ska få adressen { $email } i stället.
email-agree-new = Adressen { $email } ska bli adressen till ditt konto.
email-agree-button = Ja, byt
email-agreed-title = Tack!
email-agreed-one = Nu återstår länken i det andra mejlet. Adressen byts när den också är öppnad.
email-agreed-both = Klart. Kontots adress är nu { $email }.
email-confirm-title = Bekräfta din e-postadress
email-confirm-text = Är { $email } din adress?
email-confirm-button = Ja, det är min
factor-title = Autentiseringsapp
factor-required = Din roll kräver ett andra steg vid inloggning. Koppla appen nu, så kommer du vidare.
factor-text = Med en autentiseringsapp i telefonen frågar vi efter en kod när du loggar in. Då räcker det inte att någon får veta ditt lösenord.
factor-begin = Koppla appen
factor-step-app = Öppna en autentiseringsapp i telefonen, till exempel Google Authenticator, Microsoft Authenticator eller 2FAS.
factor-step-scan = Läs av bilden, eller skriv in nyckeln under den.
factor-step-code = Skriv koden som appen visar.
factor-picture = QR-kod för appen. Samma sak står som text under bilden.
factor-secret = Nyckel att skriva in för hand:
factor-code-hint = De sex siffror som appen visar nu.
factor-confirm = Klart
factor-on = Vi frågar efter en kod när du loggar in.
factor-codes-left = { $count ->
    [one] Du har en reservkod kvar.
   *[other] Du har { $count } reservkoder kvar.
}
factor-new-codes = Gör nya reservkoder
factor-remove = Ta bort appen
codes-title = Dina reservkoder
codes-text = Om du tappar bort telefonen loggar du in med en av de här koderna. Varje kod fungerar en gång.
codes-once = Skriv ut dem eller spara dem på ett säkert ställe. De visas bara nu.
codes-kept = Jag har sparat dem
account-title = Mitt konto
account-ways = Så loggar du in
account-password = Du har ett lösenord.
account-no-password = Du har inget lösenord.
account-no-factor = Vi frågar inte efter någon kod när du loggar in.
account-identities = Andra sätt att logga in
account-new-email = Adressen { $email } väntar på att länkarna i båda mejlen öppnas.
account-unconfirmed = Vi vet ännu inte att adressen är din.
account-confirm = Skicka ett mejl för att bekräfta
account-sessions = Här är du inloggad
account-sessions-text = Känner du inte igen någon av dem? Avsluta den och byt lösenord.
session-own = Den här webbläsaren
session-end = Avsluta
session-end-others = Avsluta alla andra
session-device = Webbläsare
session-device-unknown = Okänd webbläsare
session-begun = Inloggad
session-seen = Senast använd
account-done-password = Lösenordet är bytt. Alla andra webbläsare är utloggade.
account-done-email = Vi har skickat två mejl. Öppna länken i båda för att byta adress.
account-done-unconfirmed = Vi har skickat ett mejl. Öppna länken i det, i den här webbläsaren.
account-done-confirmed = Tack, nu vet vi att adressen är din.
account-done-factor-removed = Vi frågar inte längre efter en kod när du loggar in.
account-done-sessions = Utloggad där.
unclaimed-title = { $count ->
    [one] Ett ärende skickades in utan konto
   *[other] { $count } ärenden skickades in utan konto
}
unclaimed-text = { $count ->
    [one] Det har din e-postadress. Lägg det till dina om det var du som skickade det.
   *[other] De har din e-postadress. Lägg dem till dina om det var du som skickade dem.
}
unclaimed-button = { $count ->
    [one] Ja, det är mitt
   *[other] Ja, de är mina
}

notice-signed-in = Du är inloggad.
notice-signed-out = Du är utloggad.
notice-account-created = Kontot är skapat och du är inloggad.
notice-invitation-accepted = Du har tackat ja till inbjudan.
notice-factor-started = Ett steg kvar: läs av koden med appen och skriv siffrorna som den visar.
notice-reauthenticated = Tack, nu vet vi att det är du.
sign-in-refused = Det gick inte att logga in
factor-open-app = Öppna i din app
factor-remove-text = Vi frågar inte längre efter en kod, så den som får tag i ditt lösenord kan logga in. Skriv en kod ovanför först.
factor-remove-yes = Ja, ta bort appen
codes-download = Ladda ner koderna
codes-file = reservkoder.txt
session-end-others-text = Alla andra webbläsare loggas ut. Där måste du logga in igen. Den här webbläsaren är kvar.
session-end-others-yes = Ja, avsluta alla andra
