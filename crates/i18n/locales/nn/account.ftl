# Innlogging.
sign-in-title = Logg inn
sign-in-intro = Når du er logga inn, ser du alle sakene dine på éin stad.
sign-in-unsent = Du har blitt logga ut. Det du skreiv, er tatt vare på: logg inn, så kan du sende det. Har du ingen konto, opnar du lenka i e-posten om saka på nytt.
sign-in-guest = Du kan også skrive til oss utan å logge inn.
field-email = E-postadresse
field-password = Passord
demo-title = Demokontoar
demo-text = Dette er ein demonstrasjon. Vel kven du vil vere. Alle har same passord:
role-participant = deltakar
role-counsellor = rettleiar
role-agent = brukarstøtte
role-staff = drift
role-admin = administrator
sign-in-forgotten = Har du gløymt passordet?
sign-in-by-link = Logg inn med ei lenke i ein e-post
sign-in-register = Opprett ein konto
dead-link-title = Lenka fungerer ikkje lenger
dead-link-text = Ei lenke fungerer éin gong og berre ei stund. Be om ei ny viss du treng det.
dead-link-again = Be om ei ny lenke
mail-sent-title = Sjekk e-posten din
mail-sent-text = Viss adressa høyrer til ein konto, har vi sendt ein e-post med ei lenke. Opne lenka for å gå vidare.
mail-sent-none = Kom det ingen e-post etter nokre minutt? Sjå i søppelposten og sjekk at adressa er skriven rett.
register-title = Opprett ein konto
register-intro = Vi sender ein e-post med ei lenke. Der vel du eit passord, og så er kontoen klar.
register-intro-now = Med ein konto ser du alle sakene dine på éin stad.
register-button = Opprett konto
register-known = Har du allereie ein konto?
register-sent-text = Vi har sendt deg ein e-post. Opne lenka i han for å bli ferdig.
register-done-title = Takk!
register-done-text = Viss adressa ikkje allereie hadde ein konto, har ho det no, og du kan logge inn.
register-confirm-title = Vel eit passord
register-confirm-text = Hei { $name }! Kontoen får adressa { $email }. Vel eit passord, så er han klar.
register-confirm-button = Opprett kontoen og logg inn
password-hint = Minst { $min } teikn. Nokre ord etter kvarandre er lette å hugse og vanskelege å gjette.
password-new = Nytt passord
password-current = Passordet ditt no
password-save = Lagre passordet
password-title = Byt passord
password-text = Når du byter passord, blir alle andre nettlesarar logga ut.
password-none = Du har ikkje noko passord. Vi kan sende ein e-post med ei lenke der du vel eit.
forgotten-title = Gløymt passord
forgotten-text = Skriv adressa du loggar inn med. Vi sender ein e-post med ei lenke der du vel eit nytt passord.
forgotten-button = Send ein e-post
reset-title = Vel eit nytt passord
reset-text = Passordet gjeld kontoen { $email }. Alle nettlesarar blir logga ut, og så blir du logga inn her.
link-sign-in-title = Logg inn med ei lenke
link-sign-in-text = Skriv adressa di. Vi sender ein e-post med ei lenke som loggar deg inn, utan passord.
link-sign-in-button = Send lenka
link-open-title = Logg inn
link-open-text = Du loggar inn som { $email }.
code-title = Eitt steg til
field-code = Kode
code-hint = Dei seks sifra i autentiseringsappen din, eller ein av reservekodane dine.
code-lost = Har du verken appen eller ein reservekode? Skriv til oss utan å logge inn, så hjelper vi deg.
proof-title = Vis at det er deg
proof-hint = Så vi veit at det er deg.
proof-again = Det er ei stund sidan du logga inn. Logg ut og inn igjen for å endre dette.
email-title = Byt e-postadresse
email-text = Adressa di no er { $email }. Vi sender ein e-post til den og ein til den nye. Adressa blir bytt når du har opna lenkene i begge.
email-new = Ny e-postadresse
email-button = Send e-postane
email-agree-title = Byt e-postadresse
email-agree-old = Kontoen som har denne adressa, skal få adressa { $email } i staden.
email-agree-new = Adressa { $email } skal bli adressa til kontoen din.
email-agree-button = Ja, byt
email-agreed-title = Takk!
email-agreed-one = No står det att å opne lenka i den andre e-posten. Adressa blir bytt når den også er opna.
email-agreed-both = Ferdig. Adressa til kontoen er no { $email }.
email-confirm-title = Stadfest e-postadressa di
email-confirm-text = Er { $email } adressa di?
email-confirm-button = Ja, ho er mi
factor-title = Autentiseringsapp
factor-required = Rolla di krev eit ekstra steg ved innlogging. Set det opp no, så kjem du vidare.
factor-text = Med ein autentiseringsapp på telefonen spør vi etter ein kode når du loggar inn. Då er det ikkje nok at nokon får vite passordet ditt.
factor-begin = Set opp appen
factor-step-app = Opne ein autentiseringsapp på telefonen, til dømes Google Authenticator, Microsoft Authenticator eller 2FAS.
factor-step-scan = Skann bildet, eller skriv inn nøkkelen under det.
factor-step-code = Skriv koden som appen viser.
factor-picture = QR-kode til appen. Det same står som tekst under bildet.
factor-secret = Nøkkel å skrive inn for hand:
factor-code-hint = Dei seks sifra som appen viser no.
factor-confirm = Ferdig
factor-on = Vi spør etter ein kode når du loggar inn.
factor-codes-left = { $count ->
    [one] Du har éin reservekode igjen.
   *[other] Du har { $count } reservekodar igjen.
}
factor-new-codes = Lag nye reservekodar
factor-remove = Fjern appen
codes-title = Reservekodane dine
codes-text = Viss du mistar telefonen, loggar du inn med ein av desse kodane. Kvar kode fungerer éin gong.
codes-once = Skriv dei ut eller lagre dei på ein trygg stad. Du ser dei berre no.
codes-kept = Eg har lagra dei
account-title = Min konto
account-ways = Slik loggar du inn
account-password = Du har eit passord.
account-no-password = Du har ikkje noko passord.
account-no-factor = Vi spør ikkje etter nokon kode når du loggar inn.
account-identities = Andre måtar å logge inn på
account-new-email = Adressa { $email } ventar på at lenkene i begge e-postane blir opna.
account-unconfirmed = Vi veit enno ikkje at adressa er di.
account-confirm = Send ein e-post for å stadfeste
account-sessions = Her er du logga inn
account-sessions-text = Er det nokon av dei du ikkje kjenner igjen? Avslutt innlogginga og byt passord.
session-own = Denne nettlesaren
session-end = Avslutt
session-end-others = Avslutt alle andre
session-device = Nettlesar
session-device-unknown = Ukjend nettlesar
session-begun = Logga inn
session-seen = Sist brukt
account-done-password = Passordet er bytt. Alle andre nettlesarar er logga ut.
account-done-email = Vi har sendt to e-postar. Opne lenka i begge for å byte adresse.
account-done-unconfirmed = Vi har sendt ein e-post. Opne lenka i han, i denne nettlesaren.
account-done-confirmed = Takk, no veit vi at adressa er di.
account-done-factor-removed = Vi spør ikkje lenger etter ein kode når du loggar inn.
account-done-sessions = Logga ut der.
unclaimed-title = { $count ->
    [one] Éi sak er send inn utan konto
   *[other] { $count } saker er sende inn utan konto
}
unclaimed-text = { $count ->
    [one] Ho har e-postadressa di. Legg ho til sakene dine viss det var du som sende ho.
   *[other] Dei har e-postadressa di. Legg dei til sakene dine viss det var du som sende dei.
}
unclaimed-button = { $count ->
    [one] Ja, ho er mi
   *[other] Ja, dei er mine
}

notice-signed-in = Du er logga inn.
notice-signed-out = Du er logga ut.
notice-account-created = Kontoen er oppretta, og du er logga inn.
notice-invitation-accepted = Du har godtatt invitasjonen.
notice-factor-started = Eitt steg igjen: skann koden med appen og skriv tala han viser.
notice-reauthenticated = Takk, no veit vi at det er deg.
sign-in-refused = Det gjekk ikkje å logge inn
factor-open-app = Opne i appen din
factor-remove-text = Vi spør ikkje lenger etter ein kode, så den som får tak i passordet ditt, kan logge inn. Skriv ein kode ovanfor først.
factor-remove-yes = Ja, fjern appen
codes-download = Last ned kodane
codes-file = reservekodar.txt
session-end-others-text = Alle andre nettlesarar blir logga ut. Der må du logge inn igjen. I denne nettlesaren er du framleis logga inn.
session-end-others-yes = Ja, avslutt alle andre
