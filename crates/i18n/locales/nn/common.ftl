# Det alle sider deler: namn, meny, feil, tider.

site-name = Fyr
skip-to-content = Hopp til innhaldet
nav-label = Hovudmeny
nav-articles = Hjelpeartiklar
nav-new-ticket = Skriv til oss
nav-tickets = Sakene mine
nav-participants = Deltakarane mine
nav-desk = Kø
nav-status = Driftsstatus
nav-status-desk = Publiser driftsstatus
sign-in = Logg inn
sign-out = Logg ut
signed-in-as = Logga inn som { $name }
language-label = Språk
footer-label = Om nettstaden
footer-status = Driftsstatus
footer-articles = Alle hjelpeartiklar
footer-contact = Skriv til oss
breadcrumb-label = Du er her
breadcrumb-home = Framsida
pages-label = Sider
pages-previous = Førre
pages-next = Neste
pages-page = Side { $page }
pages-position = Side { $page } av { $pages }
optional = valfritt
errors-title = Noko må rettast
error-prefix = Feil:
required-hint = Alle felt må fyllast ut viss det ikkje står valfritt.
send = Send
continue = Hald fram
cancel = Avbryt
change = Endre
show = Vis

when-today = i dag kl. { $time }
when-tomorrow = i morgon kl. { $time }
when-yesterday = i går kl. { $time }

choose = Vel …
problem-required = Fyll ut dette feltet.
problem-required-topic = Vel kva det gjeld.
problem-required-subject = Skriv med nokre få ord kva det gjeld.
problem-required-text = Skriv det du vil seie.
problem-required-name = Skriv namnet ditt.
problem-required-email = Skriv e-postadressa di.
problem-required-password = Skriv passordet ditt.
problem-required-services = Vel minst éi teneste.
problem-required-choice = Vel eitt av svara.
problem-required-counsellor = Vel ein rettleiar.
problem-required-user = Vel ein person.
problem-required-to = Vel ein kollega.
problem-required-team = Vel kvar rolla gjeld.
problem-required-role = Vel ei rolle.
problem-required-organisation = Vel ein organisasjon.
problem-required-organisation-name = Skriv namnet på organisasjonen.
problem-required-team-name = Skriv namnet på teamet.
problem-required-file = Vel ei fil.
problem-required-sure = Kryss av for at du vil slette kontoen.
problem-required-score = Vel ei vurdering frå 1 til 5.
problem-required-note = Skriv eit notat.
problem-required-current = Skriv passordet du har no.
problem-required-new-password = Vel eit passord.
problem-required-persons-email = Skriv e-postadressa til personen.
problem-required-redaction = Vel noko som skal fjernast.
problem-too-long = Teksten er for lang. Det er plass til høgst { $max } teikn.
problem-not-an-email = Skriv ei e-postadresse, til dømes namn@eksempel.no.
problem-unknown-choice = Vel noko frå lista.
problem-not-sent-yet = Dette er ikkje sendt enno, for du hadde blitt logga ut. Les gjennom det og send det no.
problem-bad-time = Skriv dato og klokkeslett, og la slutten komme etter starten.
problem-skipped-time = Det klokkeslettet finst ikkje: klokka blir stilt fram den natta. Vel eit tidspunkt før eller etter.
problem-file-kind = «{ $name }» er ein type fil vi ikkje kan ta imot. Bruk eit bilde (PNG, JPEG, HEIC, AVIF, WebP, GIF), PDF, tekst (TXT, LOG, CSV), DOCX, XLSX, ODT, ein lagra e-post (EML, MSG) eller ein film (MP4, WebM, MOV).
problem-file-too-large = «{ $name }» er for stor. Ei fil kan vere høgst { $max } MB.
problem-files-too-large = Filene er for store til saman. Dei kan vere høgst { $max } MB.
problem-file-empty = «{ $name }» er tom. Vel ho på nytt, eller ei anna fil.
problem-file-not-saved = «{ $name }» kunne ikkje lagrast akkurat no. Alt anna du har fylt ut, er tatt vare på. Prøv igjen om litt, eller send utan fila.
problem-too-many-files = Det går an å sende høgst { $max } filer på éin gong.
problem-wrong-credentials = E-postadressa og passordet høyrer ikkje saman. Sjekk begge og prøv igjen.

error-not-found-title = Vi finn ikkje sida
error-not-found-text = Adressa kan vere feil, eller du har ikkje tilgang til sida. Søk etter det du treng, eller gå til framsida.
error-not-found-yours = Er det di sak? Då opnar du ho på ein av desse måtane:
error-forbidden-title = Det går ikkje an å gjere det slik
error-forbidden-text = Førespurnaden kom ikkje frå denne nettstaden. Gå tilbake, last sida på nytt og prøv igjen.
error-deactivated-title = Kontoen er deaktivert
error-deactivated-text = Det går ikkje lenger an å logge inn på kontoen din. Sakene dine er der framleis. Skriv til oss viss det er feil.
error-too-large-title = Det var for mykje å sende på éin gong
error-too-large-text = Det du sende, er større enn { $max }. Gå tilbake, fjern ei fil eller vel mindre filer, og send på nytt. Det du skreiv, står framleis i skjemaet.
error-too-large-words = Det du sende, er større enn { $max }. Gå tilbake, kort ned det du skreiv, og send på nytt. Det du skreiv, står framleis i skjemaet.
error-too-many-title = Litt for raskt
error-too-many-text = Vi fekk mange førespurnader frå nettverket ditt eller kontoen din på kort tid. Prøv igjen om { $wait }.
error-bad-request-title = Vi kunne ikkje lese det
error-bad-request-text = Noko i skjemaet eller adressa var ikkje som det skulle. Gå tilbake, last sida på nytt og prøv igjen.
error-unavailable-title = Vi får ikkje kontakt med databasen vår akkurat no
error-unavailable-text = Det er vår feil, ikkje din. Det vi har sagt er lagra, er lagra, men det du sende akkurat no, er kanskje ikkje det. Prøv igjen om eit minutt.
error-read-only-title = Akkurat no kan du berre lese
error-read-only-text = Vi arbeider med portalen, og han tar ikkje imot noko imens. Det du sende akkurat no, er ikkje lagra. Prøv igjen om ei stund.
error-read-only-page = Vi arbeider med portalen, og denne sida kan ikkje opnast imens. Prøv igjen om ei stund.
read-only-line = Akkurat no kan du berre lese: Vi arbeider med portalen. Du kan sende inn noko om ei stund.
error-typed-title = Dette hadde du skrive
error-typed-text = Vi kunne ikkje lagre det. Send det på nytt herfrå om litt, eller kopier det. Filer må du velje på nytt.
error-typed-again = Send på nytt
error-internal-title = Noko gjekk gale hos oss
error-internal-text = Det er vår feil, ikkje din, og han er notert. Prøv igjen om ei stund. Viss du skriv til oss om det, nemn dette nummeret: { $id }.
error-home = Til framsida
error-status = Sjå driftsstatus
problem-required-code = Skriv koden.
problem-wrong-password = Det er ikkje passordet ditt.
problem-wrong-code = Koden stemmer ikkje, eller er allereie brukt. Vent på neste kode i appen og prøv igjen.
problem-too-short = Skriv minst { $min } teikn.
problem-easy-password = Det passordet er lett å gjette. Ta nokre ord til, som ikkje høyrer saman.
problem-same-address = Det er allereie den adressa som gjeld.
problem-recipient-changed = Adressa i saka blei endra mens du skreiv. Sjå kven svaret går til, og send det på nytt.
problem-address-taken = Adressa har allereie ein konto.
problem-wait-seconds = { $seconds ->
    [one] Det blei mange forsøk. Vent eitt sekund og prøv igjen.
   *[other] Det blei mange forsøk. Vent { $seconds } sekund og prøv igjen.
}
problem-wait-minutes = { $minutes ->
    [one] Det blei mange forsøk. Vent eitt minutt og prøv igjen, eller logg inn med ei lenke i ein e-post.
   *[other] Det blei mange forsøk. Vent { $minutes } minutt og prøv igjen, eller logg inn med ei lenke i ein e-post.
}
nav-menu = Meny
problem-required-until = Vel til og med kva dag kollegaen vikarierer.

problem-address-not-confirmed = Stadfest di eiga e-postadresse først. Under Min konto kan du få e-posten send på nytt.
problem-own-appointment = Du kan ikkje gi deg sjølv ei rolle eller personar. Be ein annan administrator om det.
opened-by-title = Dette skjemaet blei opna av nokon andre
opened-by-text = Du er no logga inn som { $name }. Ingenting er sendt. Er det ditt, kan du sende det i ditt namn; viss ikkje, la det vere.
opened-by-typed = Det som var fylt ut
opened-by-send = Send som { $name }
opened-by-leave = Ikkje send
problem-encoding = Vi kan ikkje avgjere kva teiknkoding fila har: på linje { $line } kan bokstavar bli feil. Lagre fila som «CSV UTF-8» og vel ho på nytt.
problem-encodings = Vi kan ikkje avgjere kva teiknkoding fila har. På linje { $line } kan det stå: { $readings }. Lagre fila som «CSV UTF-8» og vel ho på nytt.

# How dates and numbers are written: the table with the names of months and weekdays, strftime formats, and # for the number.
format-names = nn_NO
format-date = %-d. %B %Y
format-month-day = %-d. %B
format-time = kl. %H:%M
format-percent = # %
format-decimal-sign = ,
