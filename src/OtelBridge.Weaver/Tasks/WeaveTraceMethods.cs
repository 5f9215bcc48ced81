using Microsoft.Build.Framework;
using OtelBridge.Weaver.Weaving;
using Task = Microsoft.Build.Utilities.Task;

namespace OtelBridge.Weaver.Tasks;

/// <summary>The build task: weaves the assembly that the compiler has just written, and says what could not be woven.</summary>
public sealed class WeaveTraceMethods : Task
{
    private const string WayOut = "Set <OtelBridgeWeave>false</OtelBridgeWeave> in the project to build it without the spans of [Trace].";

    /// <summary>The assembly file, as the compiler wrote it; rewritten in place, with its symbols.</summary>
    [Required]
    public string AssemblyFile { get; set; } = "";

    /// <summary>The assemblies that it was compiled against.</summary>
    public ITaskItem[] References { get; set; } = [];

    /// <summary>The strong-name key to sign it with again; none when it is not signed, or only public-signed.</summary>
    public string? KeyFile { get; set; }

    /// <summary>Whether everything is as it was asked for; when not, the next build weaves again, or warns again.</summary>
    [Output]
    public bool IsComplete { get; private set; }

    /// <summary>Weaves; false when the build has to stop.</summary>
    public override bool Execute()
    {
        Weave();
        if (Log.HasLoggedErrors)
        {
            // Also a warning that the project treats as an error. The next build has to compile again: it would find everything woven and be content.
            Discard();
        }

        return !Log.HasLoggedErrors;
    }

    private void Weave()
    {
        try
        {
            var references = References.Select(reference => reference.ItemSpec).ToList();
            var report = AssemblyWeaver.Weave(new WeavingRequest(AssemblyFile, references, string.IsNullOrEmpty(KeyFile) ? null : KeyFile));
            IsComplete = report.Warnings.Count == 0;
            foreach (var warning in report.Warnings)
            {
                Log.LogWarning(null, warning.Code, null, warning.File, warning.Line, warning.Column, 0, 0, "{0}", warning.Message);
            }

            Log.LogMessage(MessageImportance.Low, "{0}: [Trace] woven into {1} methods.", AssemblyFile, report.Methods);
        }
#pragma warning disable CA1031 // Whatever it is, a build ends with a sentence and not with a stack trace.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            // The whole story is in the detailed log, for whoever reports it.
            var message = $"[Trace] could not be woven into '{AssemblyFile}': {fault.GetType().Name}: {fault.Message} {WayOut}";
            Log.LogError(null, WarningCode.Fault, null, null, 0, 0, 0, 0, "{0}", message);
            Log.LogMessage(MessageImportance.Low, "{0}", fault);
        }
    }

    private void Discard()
    {
        try
        {
            File.Delete(AssemblyFile);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Log.LogMessage(MessageImportance.Low, "{0} is left as it is: {1}", AssemblyFile, fault.Message);
        }
    }
}
