using FsCheck;

namespace OtelBridge.TestSupport;

/// <summary>Runs a property over generated values; a failure names the shrunk value that breaks it and the seed to repeat it.</summary>
public static class PropertyAssertions
{
    public static void ShouldHold(this Property property, int values = 500) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(values), property);
}
