using OtelBridge.Web.Traces;

namespace OtelBridge.Web.Dashboard;

/// <summary>The page of the dashboard.</summary>
/// <param name="Address">What it is about.</param>
/// <param name="Parts">Its parts, when they are to come with it; otherwise none.</param>
/// <param name="Fault">What is wrong with the filter; null when nothing is.</param>
public sealed record DashboardModel(DashboardAddress Address, IReadOnlyList<DashboardPartModel> Parts, FilterFault? Fault);
