"""The library under the dashboard: import, store, metrics, text. It never imports Streamlit."""
