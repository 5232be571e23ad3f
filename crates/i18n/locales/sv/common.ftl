# Det som alla sidor delar: namn, meny, fel, tider.

site-name = Fyr
skip-to-content = Hoppa till innehållet
nav-label = Huvudmeny
nav-articles = Hjälpartiklar
nav-new-ticket = Skriv till oss
nav-tickets = Mina ärenden
nav-participants = Mina deltagare
nav-desk = Kö
nav-status = Driftläge
nav-status-desk = Publicera driftläge
sign-in = Logga in
sign-out = Logga ut
signed-in-as = Inloggad som { $name }
language-label = Språk
footer-label = Om webbplatsen
footer-status = Driftläge
footer-articles = Alla hjälpartiklar
footer-contact = Skriv till oss
breadcrumb-label = Du är här
breadcrumb-home = Start
pages-label = Sidor
pages-previous = Föregående
pages-next = Nästa
pages-page = Sida { $page }
pages-position = Sida { $page } av { $pages }
optional = frivilligt
errors-title = Något behöver rättas
error-prefix = Fel:
required-hint = Alla fält behöver fyllas i om det inte står frivilligt.
send = Skicka
continue = Fortsätt
cancel = Avbryt
change = Ändra
show = Visa

when-today = i dag { $time }
when-tomorrow = i morgon { $time }
when-yesterday = i går { $time }

choose = Välj …
problem-required = Fyll i det här fältet.
problem-required-topic = Välj vad det gäller.
problem-required-subject = Skriv med några ord vad det gäller.
problem-required-text = Skriv vad du vill säga.
problem-required-name = Skriv ditt namn.
problem-required-email = Skriv din e-postadress.
problem-required-password = Skriv ditt lösenord.
problem-required-services = Välj minst en tjänst.
problem-required-choice = Välj ett av svaren.
problem-required-counsellor = Välj en handledare.
problem-required-user = Välj en person.
problem-required-to = Välj en kollega.
problem-required-team = Välj var rollen gäller.
problem-required-role = Välj en roll.
problem-required-organisation = Välj en organisation.
problem-required-organisation-name = Skriv organisationens namn.
problem-required-team-name = Skriv teamets namn.
problem-required-file = Välj en fil.
problem-required-sure = Kryssa i att du vill ta bort kontot.
problem-required-score = Välj ett betyg från 1 till 5.
problem-required-note = Skriv en anteckning.
problem-required-current = Skriv lösenordet du har nu.
problem-required-new-password = Välj ett lösenord.
problem-required-persons-email = Skriv personens e-postadress.
problem-required-redaction = Välj något att ta bort.
problem-too-long = Texten är för lång. Högst { $max } tecken får plats.
problem-not-an-email = Skriv en e-postadress, till exempel namn@exempel.se.
problem-unknown-choice = Välj något i listan.
problem-not-sent-yet = Det här är inte skickat än, för du hade loggats ut. Läs igenom det och skicka det nu.
problem-bad-time = Skriv datum och tid, och låt slutet komma efter början.
problem-skipped-time = Den tiden finns inte: klockan ställs fram den natten. Välj en tid före eller efter.
problem-file-kind = ”{ $name }” är en sorts fil som vi inte kan ta emot. Använd en bild (PNG, JPEG, HEIC, AVIF, WebP, GIF), PDF, text (TXT, LOG, CSV), DOCX, XLSX, ODT, ett sparat mejl (EML, MSG) eller en film (MP4, WebM, MOV).
problem-file-too-large = ”{ $name }” är för stor. En fil får vara högst { $max } MB.
problem-files-too-large = Filerna är för stora tillsammans. De får vara högst { $max } MB.
problem-file-empty = ”{ $name }” är tom. Välj den igen eller ta en annan fil.
problem-file-not-saved = ”{ $name }” kunde inte sparas just nu. Allt annat som du har fyllt i är kvar. Försök igen om en stund eller skicka utan filen.
problem-too-many-files = Det går att skicka högst { $max } filer på en gång.
problem-wrong-credentials = E-postadressen och lösenordet hör inte ihop. Kontrollera båda och försök igen.

error-not-found-title = Vi hittar inte sidan
error-not-found-text = Adressen kan vara fel, eller så har du inte behörighet att se sidan. Sök efter det du behöver eller gå till startsidan.
error-not-found-yours = Är det ditt ärende? Då öppnas det på ett av de här sätten:
error-forbidden-title = Det går inte att göra så här
error-forbidden-text = Begäran kom inte från den här webbplatsen. Gå tillbaka, ladda om sidan och försök igen.
error-deactivated-title = Kontot är inaktiverat
error-deactivated-text = Det går inte att logga in på ditt konto längre. Dina ärenden finns kvar. Skriv till oss om det är fel.
error-too-large-title = Det var för mycket att skicka på en gång
error-too-large-text = Det du skickade är större än { $max }. Gå tillbaka, ta bort en fil eller välj mindre filer och skicka igen. Det du skrev finns kvar i formuläret.
error-too-large-words = Det du skickade är större än { $max }. Gå tillbaka, korta det du skrev och skicka igen. Det du skrev finns kvar i formuläret.
error-too-many-title = Lite för snabbt
error-too-many-text = Vi fick många förfrågningar från ditt nätverk eller ditt konto på kort tid. Försök igen om { $wait }.
error-bad-request-title = Vi kunde inte läsa det
error-bad-request-text = Något i formuläret eller adressen var inte som det ska. Gå tillbaka, ladda om sidan och försök igen.
error-unavailable-title = Vi når inte vår databas just nu
error-unavailable-text = Felet är vårt, inte ditt. Det vi har sagt är sparat är sparat, men det du skickade alldeles nyss kanske inte är det. Försök igen om en minut.
error-read-only-title = Just nu går det bara att läsa
error-read-only-text = Vi arbetar med portalen, och den tar inte emot något under tiden. Det du skickade alldeles nyss är inte sparat. Försök igen om en stund.
error-read-only-page = Vi arbetar med portalen, och den här sidan går inte att öppna under tiden. Försök igen om en stund.
read-only-line = Just nu går det bara att läsa: vi arbetar med portalen. Du kan skicka in något om en stund.
error-typed-title = Det här hade du skrivit
error-typed-text = Vi kunde inte spara det. Skicka det igen härifrån om en stund, eller kopiera det. Filer behöver du välja igen.
error-typed-again = Skicka igen
error-internal-title = Något gick fel hos oss
error-internal-text = Felet är vårt, inte ditt, och det är noterat. Försök igen om en stund. Om du skriver till oss om det, nämn det här numret: { $id }.
error-home = Till startsidan
error-status = Se driftläge
problem-required-code = Skriv koden.
problem-wrong-password = Det är inte ditt lösenord.
problem-wrong-code = Koden stämmer inte, eller har använts redan. Vänta på nästa kod i appen och försök igen.
problem-too-short = Skriv minst { $min } tecken.
problem-easy-password = Det lösenordet är lätt att gissa. Ta några ord till, som inte hör ihop.
problem-same-address = Det är redan den adressen som gäller.
problem-recipient-changed = Adressen i ärendet ändrades medan du skrev. Se efter vem svaret går till, och skicka det igen.
problem-address-taken = Adressen har redan ett konto.
problem-wait-seconds = { $seconds ->
    [one] Det blev många försök. Vänta en sekund och försök igen.
   *[other] Det blev många försök. Vänta { $seconds } sekunder och försök igen.
}
problem-wait-minutes = { $minutes ->
    [one] Det blev många försök. Vänta en minut och försök igen, eller logga in med en länk i ett mejl.
   *[other] Det blev många försök. Vänta { $minutes } minuter och försök igen, eller logga in med en länk i ett mejl.
}
nav-menu = Meny
problem-required-until = Välj till och med vilken dag kollegan vikarierar.

problem-address-not-confirmed = Bekräfta din egen e-postadress först. Under Mitt konto kan du få mejlet skickat igen.
problem-own-appointment = Du kan inte ge dig själv en roll eller personer. Be en annan administratör om det.
opened-by-title = Det här formuläret öppnades av någon annan
opened-by-text = Du är nu inloggad som { $name }. Inget har skickats. Är det ditt kan du skicka det i ditt namn, annars låter du bli.
opened-by-typed = Det som var ifyllt
opened-by-send = Skicka som { $name }
opened-by-leave = Skicka inte
problem-encoding = Filens teckenkodning går inte att avgöra: på rad { $line } kan bokstäver bli fel. Spara filen som ”CSV UTF-8” och välj den igen.
problem-encodings = Filens teckenkodning går inte att avgöra. På rad { $line } kan det stå: { $readings }. Spara filen som ”CSV UTF-8” och välj den igen.

# How dates and numbers are written: the table with the names of months and weekdays, strftime formats, and # for the number.
format-names = sv_SE
format-date = %-d %B %Y
format-month-day = %-d %B
format-time = %H:%M
format-percent = # %
format-decimal-sign = ,
