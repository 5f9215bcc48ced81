namespace OtelBridge.Web.Dashboard;

/// <summary>What a part of the dashboard shows: one of the others is there.</summary>
/// <param name="Section">Which part it is.</param>
/// <param name="Overview">Totals and how they went.</param>
/// <param name="Groups">Sums by a value.</param>
/// <param name="Outliers">The traces that took most.</param>
/// <param name="Assessments">What assessments say, by name.</param>
public sealed record DashboardPartModel(
    DashboardSection Section,
    OverviewModel? Overview = null,
    GroupTableModel? Groups = null,
    IReadOnlyList<OutlierList>? Outliers = null,
    IReadOnlyList<AssessmentChart>? Assessments = null);
