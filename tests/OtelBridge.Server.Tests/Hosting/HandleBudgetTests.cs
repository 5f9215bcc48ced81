using OtelBridge.Server.Hosting;

namespace OtelBridge.Server.Tests.Hosting;

/// <summary>How many connections the handles of a process are enough for.</summary>
public sealed class HandleBudgetTests
{
    [Theory]
    [InlineData("1024", 3, 213)]
    [InlineData("20000", 5, 3923)]
    [InlineData("1048576", 3, 349_397)]
    [InlineData("256", 3, 8)]
    [InlineData("unlimited", 3, int.MaxValue)]
    public void Connections_OfEachListener_LeaveTheProcessItsOwnHandles(string soft, int listeners, int expected)
    {
        string[] limits = ["Limit                     Soft Limit           Hard Limit           Units     ", $"Max open files            {soft,-20} 1048576              files     "];

        HandleBudget.ConnectionsOf(limits, listeners).ShouldBe(expected);
    }

    [Fact]
    public void Connections_WhereTheSystemDoesNotSay_AreNotBoundByHandles() => HandleBudget.ConnectionsOf([], 3).ShouldBe(int.MaxValue);
}
