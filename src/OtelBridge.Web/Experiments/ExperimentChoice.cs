namespace OtelBridge.Web.Experiments;

/// <summary>An experiment that a page can be switched to.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Address">The page, about it.</param>
/// <param name="IsCurrent">Whether the page is about it already.</param>
public sealed record ExperimentChoice(string Name, string Address, bool IsCurrent);
