using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OtelBridge.Configuration;

namespace OtelBridge.Sources;

/// <summary>Lets libraries speak that say nothing unless a switch is set. What the program has decided, by the switch or by the library's own variable, stays.</summary>
internal static class LibrarySwitches
{
    private static readonly Lock Gate = new();

    // Those that are as we set them, on or off again. At most as many as there are switches.
    private static readonly HashSet<string> Ours = new(StringComparer.Ordinal);

    /// <summary>Sets what can be known when tracing is registered: libraries read their switches when a program first touches them, which may be long before a host starts.</summary>
    /// <remarks>
    /// Switches of content are left for <see cref="Apply"/>, since a configuration that nobody can read yet may forbid content; nobody listens to a library that turns out to be off.
    /// What the program says in code is not asked for: its delegate runs when the options are made, and once.
    /// </remarks>
    public static void SetEarly(IServiceCollection services)
    {
        try
        {
            var known = services.LastOrDefault(static s => s.ServiceType == typeof(IConfiguration))?.ImplementationInstance as IConfiguration
                ?? new ConfigurationBuilder().Build();
            Set(new GenAISettingsFactory(new SettingsReader(known)).Libraries(new MlflowGenAIOptions()), isOfContent: false);
        }
        catch (Exception)
        {
            // A configuration of the program's own code, which fails again where the settings are read, and is reported there.
        }
    }

    /// <summary>Sets what the settings say, and takes back what was set too early.</summary>
    public static void Apply(GenAISettings settings)
    {
        Set(settings.Libraries, isOfContent: false);
        if (settings.CaptureContent)
        {
            Set(settings.Libraries, isOfContent: true);
        }

        lock (Gate)
        {
            foreach (var one in LibrarySwitch.All)
            {
                if ((!settings.Libraries.HasFlag(one.Library) || (one.IsOfContent && !settings.CaptureContent)) && Ours.Contains(one.Name))
                {
                    AppContext.SetSwitch(one.Name, false);
                }
            }
        }
    }

    private static void Set(GenAILibraries libraries, bool isOfContent)
    {
        lock (Gate)
        {
            foreach (var one in LibrarySwitch.All)
            {
                if (one.IsOfContent == isOfContent && libraries.HasFlag(one.Library) && IsOpen(one))
                {
                    AppContext.SetSwitch(one.Name, true);
                    Ours.Add(one.Name);
                }
            }
        }
    }

    // The library reads its variable from the process, whatever the program's configuration says.
    private static bool IsOpen(LibrarySwitch one) =>
        (Ours.Contains(one.Name) || !AppContext.TryGetSwitch(one.Name, out _)) && string.IsNullOrEmpty(Environment.GetEnvironmentVariable(one.Variable));
}
