# status

problem-required-title = Skriv en overskrift på minst ett språk.
problem-required-words = Skriv noen ord om det på minst ett språk.
problem-required-time = Fyll inn dato og klokkeslett.
problem-short-notice = Det er mindre enn ett døgn til arbeidet begynner, så ikke alle rekker å få vite om det. Bekreft at det skal publiseres likevel.
