using OtelBridge.Browser.Tests.Browsing;

namespace OtelBridge.Browser.Tests.Pages;

/// <summary>A page as it can be looked at: where it is, and what to do there first.</summary>
/// <param name="Name">What its pictures are called.</param>
/// <param name="Address">Its address, relative to the server's.</param>
/// <param name="Prepare">What opens the part that is meant, such as a dialog.</param>
/// <param name="IsEmpty">Whether it is looked at on a server that has nothing.</param>
/// <param name="Complaint">What the browser says of it in its console, such as a fault page's status.</param>
/// <param name="Visitor">Who signs in to look at it, at the server that asks; empty for nobody there, null for the server that asks nobody.</param>
public sealed record PageToSee(
    string Name, Func<Showroom, string> Address, Func<PageUnderTest, Task>? Prepare = null, bool IsEmpty = false, string? Complaint = null, string? Visitor = null)
{
    public PageToSee(string name, string address)
        : this(name, _ => address)
    {
    }
}
