package funnel

// definitions says in words what the figures of a basis mean. Every rendering
// carries them, since the same words mean other things elsewhere.
func definitions(b Basis) []Definition {
	if b == Activity {
		return []Definition{
			{"basis", "What happened in the window, whenever the lead came in. Stages compare different leads, so that a conversion can exceed 100 %."},
			{"leads", "Leads with a row in the window that have entered a stage by as_of and are not void then."},
			{"entered", "Leads with a visit to the stage that began in the window."},
			{"reached", "Leads that came to the stage or a later one for the first time in the window."},
			{"skipped", "Leads among those reached that have not entered the stage itself by as_of."},
			{"joined", "Leads that came in in the window, and at this stage."},
			{"conversion", "Reached, by reached of the previous stage; with a 95 % interval (Wilson) up to 100 %."},
			{"cumulative", "Reached, by reached of the first stage."},
			{"time_to_next", "From the first entry into the stage to the first entry into the next one after that. Median, 90 % quantile and mean: steps that ended in the window. Median by Kaplan-Meier: steps that began in the window, those not made by as_of counted in. Entries whose time is not known are left out."},
			{"statuses", "Visits that began in the window. Median, 90 % quantile and mean: visits that ended in the window. Median by Kaplan-Meier: visits that began in the window, those still open at as_of counted in."},
			{"transitions", "Rows in the window, by the status before and the status after. Activities within a status count too."},
			{"anomalies", "Odd rows of all leads that are not void, in the window or not."},
		}
	}
	return []Definition{
		{"basis", "The leads that came in during the window, followed to as_of. A lead comes in with its first entry into any stage."},
		{"leads", "Leads that came in during the window and are not void at as_of."},
		{"entered", "Leads with at least one visit to the stage."},
		{"reached", "Leads that entered the stage or a later one."},
		{"skipped", "Leads among those reached that never entered the stage itself."},
		{"joined", "Leads that came in at this stage."},
		{"conversion", "Reached, of those who reached the previous stage; with a 95 % interval (Wilson)."},
		{"cumulative", "Reached, of those who reached the first stage."},
		{"time_to_next", "From the first entry into the stage to the first entry into the next one after that. Median, 90 % quantile and mean: leads that made the step. Median by Kaplan-Meier: those that have not made it by as_of counted in, also the lost ones. Entries whose time is not known are left out."},
		{"statuses", "All visits of these leads. Median, 90 % quantile and mean: visits that are over. Median by Kaplan-Meier: those still open at as_of counted in."},
		{"transitions", "All rows of these leads, by the status before and the status after. Activities within a status count too."},
		{"anomalies", "Odd rows of all leads that are not void, in the window or not."},
	}
}
