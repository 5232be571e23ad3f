# Innlogging.
sign-in-title = Logg inn
sign-in-intro = Når du er logget inn, ser du alle henvendelsene dine på ett sted.
sign-in-unsent = Du er blitt logget ut. Det du skrev, er tatt vare på: logg inn, så kan du sende det. Har du ingen konto, åpner du lenken i e-posten om henvendelsen på nytt.
sign-in-guest = Du kan også skrive til oss uten å logge inn.
field-email = E-postadresse
field-password = Passord
demo-title = Demokontoer
demo-text = Dette er en demonstrasjon. Velg hvem du vil være. Alle har samme passord:
role-participant = deltaker
role-counsellor = veileder
role-agent = brukerstøtte
role-staff = drift
role-admin = administrator
sign-in-forgotten = Har du glemt passordet?
sign-in-by-link = Logg inn med en lenke i en e-post
sign-in-register = Opprett en konto
dead-link-title = Lenken virker ikke lenger
dead-link-text = En lenke virker én gang og bare en stund. Be om en ny hvis du trenger den.
dead-link-again = Be om en ny lenke
mail-sent-title = Sjekk e-posten din
mail-sent-text = Hvis adressen hører til en konto, har vi sendt en e-post med en lenke. Åpne den for å gå videre.
mail-sent-none = Kom det ingen e-post etter noen minutter? Se i søppelposten og sjekk at adressen er riktig skrevet.
register-title = Opprett en konto
register-intro = Vi sender en e-post med en lenke. Der velger du et passord, og så er kontoen klar.
register-intro-now = Med en konto ser du alle henvendelsene dine på ett sted.
register-button = Opprett konto
register-known = Har du allerede en konto?
register-sent-text = Vi har sendt deg en e-post. Åpne lenken i den for å bli ferdig.
register-done-title = Takk!
register-done-text = Hvis adressen ikke allerede hadde en konto, har den det nå, og du kan logge inn.
register-confirm-title = Velg et passord
register-confirm-text = Hei { $name }! Kontoen får adressen { $email }. Velg et passord, så er den klar.
register-confirm-button = Opprett kontoen og logg inn
password-hint = Minst { $min } tegn. Noen ord etter hverandre er lette å huske og vanskelige å gjette.
password-new = Nytt passord
password-current = Passordet ditt nå
password-save = Lagre passordet
password-title = Bytt passord
password-text = Når du bytter passord, blir alle andre nettlesere logget ut.
password-none = Du har ikke noe passord. Vi kan sende en e-post med en lenke der du velger ett.
forgotten-title = Glemt passord
forgotten-text = Skriv adressen du logger inn med. Vi sender en e-post med en lenke der du velger et nytt passord.
forgotten-button = Send en e-post
reset-title = Velg et nytt passord
reset-text = Passordet gjelder kontoen { $email }. Alle nettlesere blir logget ut, og så blir du logget inn her.
link-sign-in-title = Logg inn med en lenke
link-sign-in-text = Skriv adressen din. Vi sender en e-post med en lenke som logger deg inn, uten passord.
link-sign-in-button = Send lenken
link-open-title = Logg inn
link-open-text = Du logger inn som { $email }.
code-title = Ett steg til
field-code = Kode
code-hint = De seks sifrene i autentiseringsappen din, eller en av reservekodene dine.
code-lost = Har du verken appen eller en reservekode? Skriv til oss uten å logge inn, så hjelper vi deg.
proof-title = Vis at det er deg
proof-hint = Så vi vet at det er deg.
proof-again = Det er en stund siden du logget inn. Logg ut og inn igjen for å endre dette.
email-title = Bytt e-postadresse
email-text = Adressen din nå er { $email }. Vi sender en e-post til den og en til den nye. Adressen byttes når du har åpnet lenkene i begge.
email-new = Ny e-postadresse
email-button = Send e-postene
email-agree-title = Bytt e-postadresse
email-agree-old = Kontoen som har denne adressen, skal få adressen { $email } i stedet.
email-agree-new = Adressen { $email } skal bli adressen til kontoen din.
email-agree-button = Ja, bytt
email-agreed-title = Takk!
email-agreed-one = Nå gjenstår lenken i den andre e-posten. Adressen byttes når den også er åpnet.
email-agreed-both = Ferdig. Adressen til kontoen er nå { $email }.
email-confirm-title = Bekreft e-postadressen din
email-confirm-text = Er { $email } adressen din?
email-confirm-button = Ja, den er min
factor-title = Autentiseringsapp
factor-required = Rollen din krever et ekstra steg ved innlogging. Sett det opp nå, så kommer du videre.
factor-text = Med en autentiseringsapp på telefonen spør vi etter en kode når du logger inn. Da er det ikke nok at noen får vite passordet ditt.
factor-begin = Sett opp appen
factor-step-app = Åpne en autentiseringsapp på telefonen, for eksempel Google Authenticator, Microsoft Authenticator eller 2FAS.
factor-step-scan = Skann bildet, eller skriv inn nøkkelen under det.
factor-step-code = Skriv koden som appen viser.
factor-picture = QR-kode til appen. Det samme står som tekst under bildet.
factor-secret = Nøkkel å skrive inn for hånd:
factor-code-hint = De seks sifrene som appen viser nå.
factor-confirm = Ferdig
factor-on = Vi spør etter en kode når du logger inn.
factor-codes-left = { $count ->
    [one] Du har én reservekode igjen.
   *[other] Du har { $count } reservekoder igjen.
}
factor-new-codes = Lag nye reservekoder
factor-remove = Fjern appen
codes-title = Reservekodene dine
codes-text = Hvis du mister telefonen, logger du inn med en av disse kodene. Hver kode virker én gang.
codes-once = Skriv dem ut eller lagre dem på et trygt sted. De vises bare nå.
codes-kept = Jeg har lagret dem
account-title = Min konto
account-ways = Slik logger du inn
account-password = Du har et passord.
account-no-password = Du har ikke noe passord.
account-no-factor = Vi spør ikke etter noen kode når du logger inn.
account-identities = Andre måter å logge inn på
account-new-email = Adressen { $email } venter på at lenkene i begge e-postene åpnes.
account-unconfirmed = Vi vet ennå ikke at adressen er din.
account-confirm = Send en e-post for å bekrefte
account-sessions = Her er du logget inn
account-sessions-text = Kjenner du ikke igjen noen av dem? Avslutt den og bytt passord.
session-own = Denne nettleseren
session-end = Avslutt
session-end-others = Avslutt alle andre
session-device = Nettleser
session-device-unknown = Ukjent nettleser
session-begun = Logget inn
session-seen = Sist brukt
account-done-password = Passordet er byttet. Alle andre nettlesere er logget ut.
account-done-email = Vi har sendt to e-poster. Åpne lenken i begge for å bytte adresse.
account-done-unconfirmed = Vi har sendt en e-post. Åpne lenken i den, i denne nettleseren.
account-done-confirmed = Takk, nå vet vi at adressen er din.
account-done-factor-removed = Vi spør ikke lenger etter en kode når du logger inn.
account-done-sessions = Logget ut der.
unclaimed-title = { $count ->
    [one] Én henvendelse ble sendt inn uten konto
   *[other] { $count } henvendelser ble sendt inn uten konto
}
unclaimed-text = { $count ->
    [one] Den har e-postadressen din. Legg den til dine hvis det var du som sendte den.
   *[other] De har e-postadressen din. Legg dem til dine hvis det var du som sendte dem.
}
unclaimed-button = { $count ->
    [one] Ja, den er min
   *[other] Ja, de er mine
}

notice-signed-in = Du er logget inn.
notice-signed-out = Du er logget ut.
notice-account-created = Kontoen er opprettet, og du er logget inn.
notice-invitation-accepted = Du har godtatt invitasjonen.
notice-factor-started = Ett steg igjen: skann koden med appen og skriv tallene den viser.
notice-reauthenticated = Takk, nå vet vi at det er deg.
sign-in-refused = Det gikk ikke å logge inn
factor-open-app = Åpne i appen din
factor-remove-text = Vi spør ikke lenger etter en kode, så den som får tak i passordet ditt, kan logge inn. Skriv en kode ovenfor først.
factor-remove-yes = Ja, fjern appen
codes-download = Last ned kodene
codes-file = reservekoder.txt
session-end-others-text = Alle andre nettlesere logges ut. Der må du logge inn igjen. Denne nettleseren består.
session-end-others-yes = Ja, avslutt alle andre
