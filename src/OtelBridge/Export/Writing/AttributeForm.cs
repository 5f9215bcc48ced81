namespace OtelBridge.Export.Writing;

/// <summary>How attributes that MLflow has JSON values for are written.</summary>
internal enum AttributeForm
{
    /// <summary>As they are on the Activity, JSON as text: what collectors and an OtelBridge store take.</summary>
    Text,

    /// <summary>JSON as values of OTLP: what MLflow's own client sends, and its server needs to read lists and numbers.</summary>
    Native,
}
