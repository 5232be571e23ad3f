# Signing in with someone who knows who you are.

identity-providers-title = Sign in another way
identity-sign-in-with = Sign in with { $name }
identity-sign-in-text = You will go to { $name }, show who you are there, and come back here.
identity-again = Try again with { $name }
identity-other-way = Choose another way to sign in
identity-away-hint = { $name } is not responding right now.
identity-unknown = A way to sign in that we no longer offer

identity-leaving-title = Taking you to { $name }
identity-leaving-text = This takes a moment. If nothing happens, use the button.
identity-leaving-link = Continue to { $name }
identity-leaving-out-title = You are signed out here
identity-leaving-out-text = We are signing you out of { $name } as well. If nothing happens, use the button.
identity-leaving-out-link = Sign out of { $name }

identity-denied-title = You were not signed in
identity-denied-text = { $name } says that you cancelled, or that you may not use this portal. Try again, or choose another way to sign in.
identity-login-title = Sign-in was not completed
identity-login-text = { $name } needed you to do something, such as sign in there or give consent, and that did not happen. Try again and follow the steps there.
identity-away-title = { $name } is not responding right now
identity-away-text = This is not your fault. Try again in a few minutes, or choose another way to sign in.
identity-expired-title = That took too long, or was already done
identity-expired-text = You need to finish signing in within ten minutes, in the same browser, and each attempt works once. Start again.
identity-level-title = You need to sign in more securely
identity-level-text = This portal needs to be more certain of who you are. Try again, and choose a stronger way at { $name }, such as an electronic ID or a second factor.
identity-untrusted-title = We could not accept the answer
identity-untrusted-text = The answer from { $name } did not pass our checks, so you are not signed in. Try again. If it happens again, contact us and say when it happened.
identity-email-taken-title = There is already an account with your address
identity-email-taken-text = Sign in the way you did before. Then connect { $name } under My account, and you can use either. An address alone is never enough for us to connect them for you.
identity-no-account-title = You do not have an account here yet
identity-no-account-text = { $name } knows you, but accounts are not created that way here. Ask the person who invited you, or contact us without signing in.
identity-taken-title = It belongs to another account
identity-taken-text = The person you were signed in as at { $name } already uses another account here. If that was not you, sign out there first.
identity-stale-title = You need to sign in there again
identity-stale-text = { $name } let you through without asking who you are. To connect it, sign out there, try again, and sign in.
identity-only-way-title = It is your only way to sign in
identity-only-way-text = This is your only way to sign in, so it cannot be removed. Choose a password first, or connect another way.

identity-list-title = Ways to sign in
identity-list-text = These can confirm who you are. You can use any of them to sign in.
identity-list-empty = You have not connected anything yet.
identity-connected-since = Connected:
identity-used-last = Last used:
identity-disconnect = Disconnect { $name }
identity-connect-title = Connect another way
identity-connect-text = You sign in there once, so that we know it is yours.
identity-connect = Connect { $name }
identity-prove-text = To change how you sign in, enter your password first.
identity-done-connected = { $name } is connected. You can use it to sign in from now on.
identity-done-disconnected = It is disconnected and can no longer be used to sign in.

identity-new-title = Nearly there
identity-new-text = { $name } has told us who you are. As this is your first time here, we need a little more.
identity-new-email-hint = We will send a code there, to check that it is yours.
identity-code-title = Check your email
identity-code-text = We have sent an email to { $email }. If there is a code in it, enter it here. It is valid for 10 minutes.
identity-code-label = The code from the email
identity-code-again = Send a new code, or change the address

mail-newcomer = Hello { $name }! Enter this code where you are signing in, to show that the address is yours. It is valid for 10 minutes.
mail-newcomer-code = Code
mail-newcomer-subject = Your code
mail-newcomer-known = Someone, perhaps you, is signing in for the first time with this address. There is already an account with it. Sign in the way you did before; under My account you can connect the new way.
mail-identity-not-you = If it was not you, please tell us. Nobody can get into an account with this email alone.
mail-connected-subject = A new way to sign in
mail-connected = { $provider } has been connected to your account and can be used to sign in.
mail-disconnected-subject = A way to sign in has been removed
mail-disconnected = { $provider } has been disconnected from your account and can no longer be used to sign in.
identity-unconfirmed-title = Confirm your address first
identity-unconfirmed-text = Before { $name } can be connected, the email address of your account has to be confirmed. Under My account you can have the email sent again.
identity-disconnect-text = You will no longer be able to sign in with { $name }.
identity-disconnect-yes = Yes, disconnect
