# status

problem-required-title = Skriv en rubrik på minst ett språk.
problem-required-words = Skriv några ord om det på minst ett språk.
problem-required-time = Fyll i datum och tid.
problem-short-notice = Det är mindre än ett dygn till arbetet börjar, så alla hinner inte få veta det. Bekräfta att det ska publiceras ändå.
