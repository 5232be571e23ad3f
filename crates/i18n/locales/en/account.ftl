# Signing in.
sign-in-title = Sign in
sign-in-intro = Sign in to see all your tickets in one place.
sign-in-unsent = You have been signed out. What you wrote is safe: sign in to send it. If you do not have an account, open the link in the email about your ticket again.
sign-in-guest = You can also contact us without signing in.
field-email = Email address
field-password = Password
demo-title = Demo accounts
demo-text = This is a demonstration. Choose who you want to be. They all have the same password:
role-participant = participant
role-counsellor = counsellor
role-agent = support
role-staff = operations
role-admin = administrator
sign-in-forgotten = Forgotten your password?
sign-in-by-link = Sign in with a link by email
sign-in-register = Create an account
dead-link-title = This link no longer works
dead-link-text = Each link works once and for a limited time. Ask for a new one if you need it.
dead-link-again = Ask for a new link
mail-sent-title = Check your email
mail-sent-text = If there is an account with that address, we have sent it an email with a link. Open the link to continue.
mail-sent-none = No email after a few minutes? Check your spam folder, and check that the address is spelt correctly.
register-title = Create an account
register-intro = We will send you an email with a link. Choose a password there and your account is ready.
register-intro-now = With an account you can see all your tickets in one place.
register-button = Create account
register-known = Already have an account?
register-sent-text = We have sent you an email. Open the link in it to finish.
register-done-title = Thank you!
register-done-text = If that address did not already have an account, it has one now and you can sign in.
register-confirm-title = Choose a password
register-confirm-text = Hello { $name }! Your account will use the address { $email }. Choose a password and you are done.
register-confirm-button = Create account and sign in
password-hint = At least { $min } characters. A few words in a row are easy to remember and hard to guess.
password-new = New password
password-current = Current password
password-save = Save password
password-title = Change password
password-text = When you change your password, you are signed out in every other browser.
password-none = You do not have a password. We can send you an email with a link for choosing one.
forgotten-title = Forgotten password
forgotten-text = Enter the address you sign in with. We will send you an email with a link for choosing a new password.
forgotten-button = Send email
reset-title = Choose a new password
reset-text = This is the password for the account { $email }. Every browser is signed out, and you are then signed in here.
link-sign-in-title = Sign in with a link
link-sign-in-text = Enter your address. We will send you an email with a link that signs you in without a password.
link-sign-in-button = Send link
link-open-title = Sign in
link-open-text = You are signing in as { $email }.
code-title = One more step
field-code = Code
code-hint = The six digits in your authenticator app, or one of your recovery codes.
code-lost = Lost both the app and your recovery codes? Contact us without signing in and we will help you.
proof-title = Confirm that it is you
proof-hint = So that we know it is you.
proof-again = It has been a while since you signed in. To change this, sign out and sign in again.
email-title = Change email address
email-text = Your address is { $email }. We will send one email to it and one to the new address. The change is made once you have opened the link in both.
email-new = New email address
email-button = Send the emails
email-agree-title = Change email address
email-agree-old = The account with this address will use { $email } instead.
email-agree-new = { $email } will become the address of your account.
email-agree-button = Yes, change it
email-agreed-title = Thank you!
email-agreed-one = Almost there: now open the link in the other email. The address changes once both have been opened.
email-agreed-both = Done. The account’s address is now { $email }.
email-confirm-title = Confirm your email address
email-confirm-text = Is { $email } your address?
email-confirm-button = Yes, it is mine
factor-title = Authenticator app
factor-required = Your role requires a second step when you sign in. Set it up now to continue.
factor-text = With an authenticator app on your phone, we ask for a code when you sign in. Knowing your password is then not enough to get in.
factor-begin = Set up the app
factor-step-app = Open an authenticator app on your phone, such as Google Authenticator, Microsoft Authenticator or 2FAS.
factor-step-scan = Scan the QR code, or type in the key below it.
factor-step-code = Enter the code that the app shows.
factor-picture = QR code for the app. The key below it is the same as text.
factor-secret = Key to type in:
factor-code-hint = The six digits the app is showing now.
factor-confirm = Confirm
factor-on = We ask for a code when you sign in.
factor-codes-left = { $count ->
    [one] You have one recovery code left.
   *[other] You have { $count } recovery codes left.
}
factor-new-codes = Create new recovery codes
factor-remove = Remove the app
codes-title = Your recovery codes
codes-text = If you lose your phone, you can sign in with one of these codes. Each code works once.
codes-once = Print them or keep them somewhere safe. They are only shown now.
codes-kept = I have saved them
account-title = My account
account-ways = How you sign in
account-password = You have a password.
account-no-password = You do not have a password.
account-no-factor = We do not ask for a code when you sign in.
account-identities = Other ways to sign in
account-new-email = We are waiting for the links in both emails to be opened before changing your address to { $email }.
account-unconfirmed = We do not know yet that this address is yours.
account-confirm = Send an email to confirm it
account-sessions = Where you are signed in
account-sessions-text = Is there one you do not recognise? Sign it out and change your password.
session-own = This browser
session-end = Sign out
session-end-others = Sign out all others
session-device = Browser
session-device-unknown = Unknown browser
session-begun = Signed in
session-seen = Last used
account-done-password = Your password has been changed. Every other browser has been signed out.
account-done-email = We have sent two emails. Open the link in both to change your address.
account-done-unconfirmed = We have sent an email. Open the link in it, in this browser.
account-done-confirmed = Thank you, now we know that the address is yours.
account-done-factor-removed = We no longer ask for a code when you sign in.
account-done-sessions = Signed out there.
unclaimed-title = { $count ->
    [one] One ticket was filed without an account
   *[other] { $count } tickets were filed without an account
}
unclaimed-text = { $count ->
    [one] It was sent with your email address. Add it to your tickets if it was you who sent it.
   *[other] They were sent with your email address. Add them to your tickets if it was you who sent them.
}
unclaimed-button = { $count ->
    [one] Yes, it is mine
   *[other] Yes, they are mine
}

notice-signed-in = You are signed in.
notice-signed-out = You are signed out.
notice-account-created = Your account has been created and you are signed in.
notice-invitation-accepted = You have accepted the invitation.
notice-factor-started = One step left: scan the code with your app and enter the digits it shows.
notice-reauthenticated = Thank you, now we know it is you.
sign-in-refused = You could not be signed in
factor-open-app = Open in your app
factor-remove-text = We no longer ask for a code, so anyone who gets hold of your password can sign in. Enter a code above first.
factor-remove-yes = Yes, remove the app
codes-download = Download the codes
codes-file = recovery-codes.txt
session-end-others-text = You are signed out in every other browser and need to sign in there again. This browser stays signed in.
session-end-others-yes = Yes, sign out all others
