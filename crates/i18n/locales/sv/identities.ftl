# Att logga in med någon som vet vem man är.

identity-providers-title = Logga in på ett annat sätt
identity-sign-in-with = Logga in med { $name }
identity-sign-in-text = Du går till { $name }, visar vem du är där och kommer tillbaka hit.
identity-again = Försök igen med { $name }
identity-other-way = Välj ett annat sätt att logga in
identity-away-hint = { $name } svarar inte just nu.
identity-unknown = Ett sätt som inte finns längre

identity-leaving-title = Vidare till { $name }
identity-leaving-text = Det tar ett ögonblick. Om inget händer, använd knappen.
identity-leaving-link = Fortsätt till { $name }
identity-leaving-out-title = Du är utloggad här
identity-leaving-out-text = Vi loggar ut dig från { $name } också. Om inget händer, använd knappen.
identity-leaving-out-link = Logga ut från { $name }

identity-denied-title = Du blev inte inloggad
identity-denied-text = { $name } säger att du avbröt, eller att du inte får använda portalen. Försök igen eller välj ett annat sätt att logga in.
identity-login-title = Något blev inte klart
identity-login-text = { $name } ville att du skulle göra något, till exempel logga in där eller godkänna, och det blev inte av. Försök igen och följ stegen där.
identity-away-title = { $name } svarar inte just nu
identity-away-text = Det är inte ditt fel. Försök igen om några minuter eller välj ett annat sätt att logga in.
identity-expired-title = Det tog för lång tid, eller är redan gjort
identity-expired-text = En inloggning ska bli klar inom tio minuter, i samma webbläsare, och gäller en gång. Börja om.
identity-level-title = Det behövs en säkrare inloggning
identity-level-text = Portalen vill vara säkrare på vem du är. Försök igen och välj ett säkrare sätt hos { $name }, till exempel e-legitimation eller en andra faktor.
identity-untrusted-title = Vi kunde inte ta emot svaret
identity-untrusted-text = Svaret från { $name } klarade inte våra kontroller, så du är inte inloggad. Försök igen. Händer det en gång till, skriv till oss och berätta när det hände.
identity-email-taken-title = Det finns redan ett konto med din adress
identity-email-taken-text = Logga in som du har gjort förut. Koppla sedan { $name } under Mitt konto, så kan du använda vilket du vill. Bara en adress räcker aldrig för att vi ska koppla ihop dem åt dig.
identity-no-account-title = Du har inget konto här än
identity-no-account-text = { $name } känner dig, men konton skapas inte så här. Fråga den som bjöd in dig, eller skriv till oss utan att logga in.
identity-taken-title = Den hör till ett annat konto
identity-taken-text = Den du var hos { $name } öppnar redan ett annat konto här. Logga ut där först om det inte var du.
identity-stale-title = Du behöver logga in på nytt där
identity-stale-text = { $name } släppte igenom dig utan att fråga vem du är. Logga ut där, försök igen och logga in för att koppla.
identity-only-way-title = Det är din enda väg in
identity-only-way-text = Det här är ditt enda sätt att logga in, så det blir kvar. Välj ett lösenord först, eller koppla ett sätt till.

identity-list-title = Sätt att logga in
identity-list-text = Här står vilka andra som får tala om för oss att det är du. Du kan logga in med vilken du vill.
identity-list-empty = Du har inte kopplat något än.
identity-connected-since = Kopplad:
identity-used-last = Använd senast:
identity-disconnect = Koppla bort { $name }
identity-connect-title = Koppla ett sätt till
identity-connect-text = Du loggar in där en gång, så att vi vet att det är ditt.
identity-connect = Koppla { $name }
identity-prove-text = Skriv ditt lösenord först, för att ändra hur du loggar in.
identity-done-connected = { $name } är kopplad. Från och med nu kan du logga in med den.
identity-done-disconnected = Den är bortkopplad och öppnar inte ditt konto längre.

identity-new-title = Nästan klart
identity-new-text = { $name } har berättat vem du är. Det är första gången du är här, och vi behöver lite till.
identity-new-email-hint = Vi skickar en kod dit, för att se att den är din.
identity-code-title = Titta i din e-post
identity-code-text = Vi har skickat ett mejl till { $email }. Finns det en kod i det, så skriv den här. Den gäller i 10 minuter.
identity-code-label = Koden från mejlet
identity-code-again = Skicka en ny kod eller byt adress

mail-newcomer = Hej { $name }! Skriv den här koden där du loggar in, för att visa att adressen är din. Den gäller i 10 minuter.
mail-newcomer-code = Kod
mail-newcomer-subject = Din kod
mail-newcomer-known = Någon, kanske du, loggar in för första gången med den här adressen. Det finns redan ett konto med den. Logga in som du har gjort förut; under Mitt konto kan du koppla det nya sättet.
mail-identity-not-you = Om det inte var du, berätta det för oss. Ingen kommer in på ett konto bara med det här brevet.
mail-connected-subject = Ett nytt sätt att logga in
mail-connected = { $provider } har kopplats till ditt konto och kan användas för att logga in.
mail-disconnected-subject = Ett sätt att logga in är borttaget
mail-disconnected = { $provider } har kopplats bort från ditt konto och kan inte användas för att logga in längre.
identity-unconfirmed-title = Bekräfta din adress först
identity-unconfirmed-text = Innan { $name } kan kopplas måste kontots e-postadress vara bekräftad. Under Mitt konto kan du få mejlet skickat igen.
identity-disconnect-text = Du kan inte längre logga in med { $name }.
identity-disconnect-yes = Ja, koppla bort
