# What every page shares: names, navigation, errors, times.

site-name = Fyr
skip-to-content = Skip to main content
nav-label = Main menu
nav-articles = Help articles
nav-new-ticket = Contact us
nav-tickets = My tickets
nav-participants = My participants
nav-desk = Queue
nav-status = Service status
nav-status-desk = Publish status
sign-in = Sign in
sign-out = Sign out
signed-in-as = Signed in as { $name }
language-label = Language
footer-label = About this site
footer-status = Service status
footer-articles = All help articles
footer-contact = Contact us
breadcrumb-label = You are here
breadcrumb-home = Home
pages-label = Pages
pages-previous = Previous
pages-next = Next
pages-page = Page { $page }
pages-position = Page { $page } of { $pages }
optional = optional
errors-title = There is a problem
error-prefix = Error:
required-hint = Please fill in every field unless it is marked optional.
send = Send
continue = Continue
cancel = Cancel
change = Change
show = Show

when-today = today at { $time }
when-tomorrow = tomorrow at { $time }
when-yesterday = yesterday at { $time }

problem-required = Fill in this field.
problem-required-topic = Choose what it is about.
problem-required-subject = Say in a few words what it is about.
problem-required-text = Enter your message.
problem-required-name = Enter your name.
problem-required-email = Enter your email address.
problem-required-password = Enter your password.
problem-required-services = Choose at least one service.
problem-required-choice = Choose one of the answers.
problem-too-long = This is too long. Use { $max } characters or fewer.
problem-not-an-email = Enter an email address in the format name@example.com.
problem-unknown-choice = Choose one of the options in the list.
problem-not-sent-yet = This has not been sent yet, because you had been signed out. Read it through and send it now.
problem-bad-time = Enter a date and time. The end must be after the start.
problem-file-kind = We cannot accept files like “{ $name }”. Use an image (PNG, JPEG, HEIC, AVIF, WebP, GIF), PDF, text (TXT, LOG, CSV), DOCX, XLSX, ODT, a saved email (EML, MSG) or video (MP4, WebM, MOV).
problem-file-too-large = “{ $name }” is too large. Files can be up to { $max } MB.
problem-files-too-large = The files are too large. Together they can be up to { $max } MB.
problem-file-empty = “{ $name }” is empty. Choose it again, or choose another file.
problem-file-not-saved = “{ $name }” could not be saved just now. Everything else you entered is still here. Try again in a moment, or send without the file.
problem-too-many-files = You can send up to { $max } files at once.
problem-wrong-credentials = The email address or password is not right. Check both and try again.

error-not-found-title = Page not found
error-not-found-text = The address may be wrong, or you may not have permission to see the page. Search for what you need, or go to the start page.
error-not-found-yours = Is it your ticket? You can open it in one of these ways:
error-forbidden-title = That did not work
error-forbidden-text = The request did not come from this site. Go back, reload the page and try again.
error-too-large-title = That is too much to send at once
error-too-large-text = What you sent is larger than { $max }. Go back, remove a file or choose smaller ones, and send it again. What you wrote is still in the form.
error-too-many-title = Please slow down a little
error-too-many-text = We have had a lot of requests from your network or your account in a short time. Try again in { $wait }.
error-bad-request-title = We could not read that
error-bad-request-text = Something in the form or the address was not as expected. Go back, reload the page and try again.
error-unavailable-title = We cannot reach our database right now
error-unavailable-text = This is our fault, not yours. Anything we told you was saved is safe, but what you sent just now may not be. Try again in a minute.
error-typed-title = This is what you wrote
error-typed-text = We could not save it. Send it again from here in a while, or copy it. You will need to choose any files again.
error-typed-again = Send again
error-internal-title = Something went wrong
error-internal-text = This is our fault, not yours, and we have been told about it. Try again in a while. If you contact us about it, quote this number: { $id }.
error-home = Go to the start page
error-status = See service status
problem-required-code = Enter the code.
problem-wrong-password = That is not your password.
problem-wrong-code = The code is not right, or it has already been used. Wait for the next code in the app and try again.
problem-too-short = Use at least { $min } characters.
problem-easy-password = That password is easy to guess. Add a few more words that have nothing to do with each other.
problem-same-address = That is already your address.
problem-address-taken = There is already an account with that address.
problem-wait-seconds = { $seconds ->
    [one] Too many attempts. Wait one second and try again.
   *[other] Too many attempts. Wait { $seconds } seconds and try again.
}
problem-wait-minutes = { $minutes ->
    [one] Too many attempts. Wait one minute and try again, or sign in with a link by email.
   *[other] Too many attempts. Wait { $minutes } minutes and try again, or sign in with a link by email.
}
nav-menu = Menu
problem-required-until = Choose the last day your colleague stands in for you.
problem-address-not-confirmed = Confirm your own email address first. Under My account you can have the email sent again.
problem-own-appointment = You cannot give yourself a role or people. Ask another administrator.
opened-by-title = This form was opened by someone else
opened-by-text = You are now signed in as { $name }. Nothing has been sent. If it is yours, send it in your name. If it is not, do not send it.
opened-by-typed = What was filled in
opened-by-send = Send as { $name }
opened-by-leave = Do not send
problem-encoding = The encoding of the file is not clear: some letters on line { $line } may be wrong. Save the file as “CSV UTF-8” and choose it again.
