using Microsoft.AspNetCore.Components;

namespace JobQueue.Api.Pages;

/// <summary>The root that a page hangs on.</summary>
internal sealed class Fragment : IComponent
{
    private RenderHandle _handle;

    public void Attach(RenderHandle renderHandle) => _handle = renderHandle;

    public Task SetParametersAsync(ParameterView parameters)
    {
        _handle.Render(parameters.GetValueOrDefault<RenderFragment>(nameof(RenderFragment))!);
        return Task.CompletedTask;
    }

    /// <summary>The parameters that give the root its content.</summary>
    internal static ParameterView With(RenderFragment content) =>
        ParameterView.FromDictionary(new Dictionary<string, object?> { [nameof(RenderFragment)] = content });
}
