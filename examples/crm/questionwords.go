package main

import "github.com/leadline-go/leadline/maturity"

// questionWords are the texts of the page that are not the model's.
type questionWords struct {
	Title, Intro, Department, Show, Change, Save, Saved, Why, Progress, Incomplete, Language, ToMaturity        string
	WhoFirst, DepartmentFirst, Wrong, NotSaved, NoSuchAnswer, ReasonMissing, ReasonLong, ReasonAlone, NotPerson string
}

func questionWordsIn(l maturity.Lang) questionWords {
	if l == maturity.De {
		return questionWords{
			Title: "Fragebogen", Intro: "Bewerten Sie jede Aussage so, wie es heute ist. Was Sie nicht beurteilen können, darf offen bleiben; Ihre Antworten können Sie später ersetzen.",
			Department: "Für welche Abteilung antworten Sie?", Show: "Aussagen anzeigen", Change: "Abteilung wechseln", Save: "Antworten speichern",
			Saved: "Ihre Antworten sind gespeichert.", Why: "Warum trifft das auf Sie nicht zu?", Progress: "%d von %d Aussagen sind beantwortet.",
			Incomplete: "Der Fragebogen muss nicht vollständig sein.", Language: "Sprache", ToMaturity: "Zum Ergebnis",
			WhoFirst: "Wählen Sie zuerst oben auf der Seite aus, wer Sie sind. Ihre Antworten stehen noch da.", DepartmentFirst: "Wählen Sie zuerst eine Abteilung.",
			Wrong: "Nichts gespeichert: Unten ist markiert, wo etwas nicht stimmt (%d). Ihre Antworten stehen noch da.", NotSaved: "Nichts gespeichert: Die Antworten passen nicht zum Modell.",
			NoSuchAnswer: "Eine Antwort „%s“ gibt es hier nicht.", ReasonMissing: "Bitte begründen Sie, warum das auf Sie nicht zutrifft.", ReasonLong: "Die Begründung darf höchstens 300 Zeichen in einer Zeile haben.",
			ReasonAlone: "Zur Begründung fehlt die Antwort.", NotPerson: "Wählen Sie oben auf der Seite aus, wer Sie sind, damit Ihre Antworten gespeichert werden können.",
		}
	}
	return questionWords{
		Title: "Questionnaire", Intro: "Rate each statement as things are today. What you cannot judge may stay open, and you may replace your answers later.",
		Department: "For which department do you answer?", Show: "Show the statements", Change: "Change the department", Save: "Save the answers",
		Saved: "Your answers have been saved.", Why: "Why does it not apply to you?", Progress: "%d of %d statements are answered.",
		Incomplete: "The questionnaire need not be complete.", Language: "Language", ToMaturity: "To the result",
		WhoFirst: "Choose who you are first, at the top of the page. Your answers are still there.", DepartmentFirst: "Choose a department first.",
		Wrong: "Nothing has been saved: what is wrong is marked below (%d). Your answers are still there.", NotSaved: "Nothing has been saved: the answers do not fit the model.",
		NoSuchAnswer: "There is no answer %q here.", ReasonMissing: "Please say why it does not apply to you.", ReasonLong: "A reason has at most 300 characters on one line.",
		ReasonAlone: "There is a reason, but no answer.", NotPerson: "Choose who you are, at the top of the page, so that your answers can be saved.",
	}
}
