namespace OtelBridge.Web.Dashboard;

/// <summary>A trace that has much of something.</summary>
/// <param name="Name">Its name; its id where it has none.</param>
/// <param name="Link">Its page.</param>
/// <param name="Preview">What it was asked.</param>
/// <param name="StartUnixNano">Its start.</param>
/// <param name="HasFailed">Whether it failed.</param>
/// <param name="Value">How much, in words.</param>
public sealed record OutlierRow(string Name, string Link, string Preview, ulong StartUnixNano, bool HasFailed, string Value);
